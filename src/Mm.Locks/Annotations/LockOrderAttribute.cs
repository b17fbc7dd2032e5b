namespace Mm.Locks;

/// <summary>The order in which locks nest, outermost first.</summary>
/// <remarks>The analyzer checks it at compile time (MML303), the runtime validator while the program runs: one source.</remarks>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class LockOrderAttribute : Attribute
{
    /// <summary>Declares the order.</summary>
    /// <param name="outermostFirst">Lock types (<c>typeof(A)</c>), or members that hold locks (<c>"Type.Member"</c>).</param>
    public LockOrderAttribute(params object[] outermostFirst) => OutermostFirst = outermostFirst;

    /// <summary>Lock types and <c>"Type.Member"</c> names, outermost first.</summary>
    public object[] OutermostFirst { get; }
}
