namespace Mm.Locks;

/// <summary>A member of another library has a lock contract.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ExternalContractAttribute : Attribute
{
    /// <summary>Declares the contract.</summary>
    /// <param name="type">The type that has the member.</param>
    /// <param name="member">The member's name, with a parameter list for one overload: <c>"Method(System.Int32)"</c>.</param>
    /// <param name="contract">The attribute's name without its suffix: <c>"AcquiresWrite"</c>.</param>
    /// <param name="paths">Lock paths; none means the object itself.</param>
    public ExternalContractAttribute(Type type, string member, string contract, params string[] paths)
    {
        Type = type;
        Member = member;
        Contract = contract;
        Paths = paths;
    }

    /// <summary>The type that has the member.</summary>
    public Type Type { get; }

    /// <summary>The member's name, with a parameter list for one overload.</summary>
    public string Member { get; }

    /// <summary>The name of the contract attribute, without its suffix.</summary>
    public string Contract { get; }

    /// <summary>The locks, as lock paths.</summary>
    public string[] Paths { get; }

    /// <summary>As <see cref="AcquiresAttribute.When"/>.</summary>
    public object? When { get; set; }

    /// <summary>As <see cref="AcquiresAttribute.WhenNotNull"/>.</summary>
    public bool WhenNotNull { get; set; }

    /// <summary>As <see cref="AcquiresAttribute.Until"/>.</summary>
    public string? Until { get; set; }

    /// <summary>As <see cref="AcquiresAttribute.CanBlock"/>.</summary>
    public bool CanBlock { get; set; } = true;
}
