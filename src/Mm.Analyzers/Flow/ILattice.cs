namespace Mm.Analyzers.Flow;

/// <summary>
/// A join semilattice of facts at a program point, ordered by how much is known: the join keeps what both sides know.
/// Laws, checked by FsCheck:
///   idempotent   Join(a, a) = a
///   commutative  Join(a, b) = Join(b, a)
///   associative  Join(a, Join(b, c)) = Join(Join(a, b), c)
///   finite       every chain a, Join(a, b), Join(Join(a, b), c), ... becomes stationary, or Widen makes it so
/// No law asks for a bottom: an unreachable point has no value at all.
/// </summary>
internal interface ILattice<T>
{
    /// <summary>What holds on both sides.</summary>
    T Join(T left, T right);

    /// <summary>Whether two values say the same. Reference-equal values always do.</summary>
    bool Same(T left, T right);
}
