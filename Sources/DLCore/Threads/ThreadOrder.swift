import Synchronization

/// An order between threads that the thread sanitizer cannot see by itself.
///
/// It sees what is compiled with it. A `Mutex` on Linux and the counting of references are code of
/// the standard library, which is not: what they put in order looks like a race. An atomic variable
/// is compiled with its user, so one beside them shows their order; it does not make one, and is
/// there in builds with `SANITIZE_THREAD` only. Elsewhere this type is empty.
@usableFromInline struct ThreadOrder: ~Copyable, Sendable {
  #if SANITIZE_THREAD
    @usableFromInline let mark = Atomic(0)
  #endif

  /// What this thread has done comes before what others do after they have joined.
  @inlinable borrowing func leave() {
    #if SANITIZE_THREAD
      mark.add(1, ordering: .releasing)
    #endif
  }

  /// What others did before they left comes before what this thread does from now on.
  @inlinable borrowing func join() {
    #if SANITIZE_THREAD
      _ = mark.load(ordering: .acquiring)
    #endif
  }
}
