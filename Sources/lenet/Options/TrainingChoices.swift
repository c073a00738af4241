import DLCore

/// The optimizers by the names people choose them by.
enum OptimizerChoice: String, CaseIterable {
  case adam
  case adamW = "adamw"
  case sgd

  /// The learning rate that suits most networks.
  var learningRate: Double { self == .sgd ? 0.05 : 0.004 }

  /// The weight decay where none is asked for.
  var weightDecay: Double { self == .adamW ? 0.01 : 0 }

  /// The velocity that SGD keeps.
  static let momentum = 0.9

  func make<B: Backend>(
    learningRate: Double, weightDecay: Double, on backend: B
  ) throws(TensorError) -> any Optimizer<B> {
    switch self {
    case .adam: try Adam<B>(learningRate: learningRate, weightDecay: weightDecay)
    case .adamW: try Adam<B>.adamW(learningRate: learningRate, weightDecay: weightDecay)
    case .sgd:
      try SGD<B>(
        learningRate: learningRate, momentum: Self.momentum, weightDecay: weightDecay)
    }
  }
}

/// The learning rate schedules by the names people choose them by.
enum ScheduleChoice: String, CaseIterable {
  case constant
  case step
  case cosine
  case oneCycle = "one-cycle"

  var schedule: LearningRateSchedule {
    switch self {
    case .constant: .constant
    case .step: .step(stages: 3, factor: 0.1)
    case .cosine: .cosine(floor: 0)
    case .oneCycle: .oneCycle(warmup: 0.3)
    }
  }
}
