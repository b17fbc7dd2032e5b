using Mm.Frames;
using Mm.Tests.Engine;

namespace Mm.Tests.Shortage;

/// <summary>Something that operations allocate, and of which there can be too little.</summary>
public enum Resource
{
    /// <summary>Page frames.</summary>
    Frames,

    /// <summary>The host's memory, which page tables and the contents of frames are made of.</summary>
    NativeMemory,

    /// <summary>Nodes of the tree of mappings.</summary>
    TreeNodes,
}

/// <summary>Leaves so many more units of a resource that the allocation after them fails; lifted when disposed of.</summary>
internal sealed class Shortage : IDisposable
{
    /// <summary>Bytes of host memory that a unit is: a page table, or the contents of a frame.</summary>
    private const long Unit = 4096;

    private readonly EngineFixture _fixture;
    private readonly List<Pfn> _frames = [];
    private readonly long _bytes;

    internal Shortage(EngineFixture fixture, Resource resource, int left)
    {
        _fixture = fixture;
        switch (resource)
        {
            case Resource.Frames:
                while (fixture.System.Frames.TryAlloc(out Pfn pfn))
                    _frames.Add(pfn);
                Assert.True(left <= _frames.Count);
                for (; left > 0; left--)
                    GiveOne();
                break;
            case Resource.NativeMemory:
                _bytes = fixture.System.Options.NativeMemoryLimit - fixture.System.NativeMemory.Used - (left * Unit);
                Assert.True(fixture.System.NativeMemory.TryCharge(_bytes));
                break;
            default:
                fixture.Mm.Tree.NodeLimit = fixture.Mm.Tree.TestHookNodesMade + left;
                break;
        }
    }

    public void Dispose()
    {
        while (_frames.Count > 0)
            GiveOne();
        _fixture.System.NativeMemory.Uncharge(_bytes);
        _fixture.Mm.Tree.NodeLimit = int.MaxValue;
    }

    private void GiveOne()
    {
        _fixture.System.Frames.Put(_frames[^1]);
        _frames.RemoveAt(_frames.Count - 1);
    }
}
