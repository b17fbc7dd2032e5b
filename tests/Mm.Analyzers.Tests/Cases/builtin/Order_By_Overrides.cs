// Lock order follows calls to overrides and implementations in the compilation.
using System;
using System.Threading;
using Mm.Locks;

namespace Cases.Forms.Orders1
{
    abstract class Base { public abstract void Run(); }
    sealed class Derived : Base
    {
        public static readonly object Inner = new();
        public static readonly object Outer = new();
        public override void Run() { lock (Inner) { } }
    }
    class User
    {
        public void One(Base b) { lock (Derived.Outer) b.Run(); }
        public void Two() { lock (Derived.Inner) lock (Derived.Outer) { } } // MML304
    }
}
namespace Cases.Forms.Orders2
{
    interface IRun { void Run(); }
    sealed class Impl : IRun
    {
        public static readonly object Inner = new();
        public static readonly object Outer = new();
        void IRun.Run() { lock (Inner) { } }
    }
    class User
    {
        public void One(IRun b) { lock (Impl.Outer) b.Run(); }
        public void Two() { lock (Impl.Inner) lock (Impl.Outer) { } } // MML304
    }
}
namespace Cases.Forms.Orders3
{
    class Base { public virtual void Run() { } public void Call() => Run(); }
    class Middle : Base { public override void Run() => base.Run(); }
    sealed class Derived : Middle
    {
        public static readonly object Inner = new();
        public static readonly object Outer = new();
        public override void Run() { lock (Inner) { } }
    }
    class User
    {
        public void One(Base b) { lock (Derived.Outer) b.Call(); }
        public void Two() { lock (Derived.Inner) lock (Derived.Outer) { } } // MML304
    }
}
namespace Cases.Forms.Orders4
{
    // base.Run() and a sealed receiver call one method only
    class Base { public virtual void Run() { } }
    sealed class Derived : Base
    {
        public static readonly object Inner = new();
        public static readonly object Outer = new();
        public override void Run() { lock (Inner) { } }
        public void One() { lock (Outer) base.Run(); }
        public void Two() { lock (Inner) lock (Outer) { } }
    }
    sealed class Other : Base
    {
        public static readonly object Inner = new();
        public static readonly object Outer = new();
        public void One(Derived2 d) { lock (Outer) d.Run(); }
        public void Two() { lock (Inner) lock (Outer) { } }
    }
    sealed class Derived2 : Base { public override void Run() { } }
}
namespace Cases.Forms.Orders5
{
    interface IShape { int Area { get; } }
    class Square : IShape
    {
        public static readonly object Inner = new();
        public static readonly object Outer = new();
        public int Area { get { lock (Inner) return 1; } }
    }
    class User
    {
        public int One(IShape b) { lock (Square.Outer) return b.Area; }
        public void Two() { lock (Square.Inner) lock (Square.Outer) { } } // MML304
    }
}
