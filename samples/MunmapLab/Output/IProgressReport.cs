namespace MunmapLab.Output;

/// <summary>Tells the user, on standard error, what a long run is doing.</summary>
internal interface IProgressReport
{
    /// <summary>A piece of work begins.</summary>
    /// <param name="what">What it is.</param>
    /// <param name="total">Its amount, in the unit of <see cref="Advance"/>.</param>
    void Begin(string what, ulong total);

    /// <summary>So much of it is done.</summary>
    void Advance(ulong done);
}
