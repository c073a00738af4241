extension BackendDecorator {
  /// What the base prepares.
  public func prepareInference(
    _ program: InferenceProgram<Storage>
  ) -> any PreparedInference<Scalar, Storage> {
    base.prepareInference(program)
  }
}
