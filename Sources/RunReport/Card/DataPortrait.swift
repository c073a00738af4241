/// What a data set is good for, and what it leaves out.
struct DataPortrait {
  private let data: DataRecord

  init(_ data: DataRecord) { self.data = data }

  /// What the classes are, in the plural.
  var classes: String {
    switch data.label {
    case "mnist", "synthetic": "the digits 0 to 9"
    case "fashion-mnist": "ten kinds of clothing"
    default: "\(data.classNames.count) classes"
    }
  }

  /// What a model of these data is for.
  var use: String {
    switch data.label {
    case "mnist":
      "Reading single handwritten digits, learning how such a network works, and comparing "
        + "implementations. A picture should look like MNIST's: light ink on black, the digit "
        + "within 20x20 pixels and centred by its mass; `lenet predict` brings photographs and "
        + "scans there."
    case "fashion-mnist":
      "Comparing implementations and methods on a task that is harder than digits. It is no "
        + "tool for photographs of clothing."
    case "synthetic":
      "Trying the tools where no data set can be had. The model has never seen handwriting."
    default: "Pictures like those of its data."
    }
  }

  /// What to mind.
  var limits: [String] {
    let general = [
      "It always answers with one of its classes, also for pictures of something else, and "
        + "then often with high confidence.",
      "Confidences are the network's own and were not calibrated.",
    ]
    switch data.label {
    case "mnist":
      return [
        "Its digits were written by American census workers and students about 1990; other ways of "
          + "writing, such as a 7 with a bar or a 1 with a long stroke, are rare in it.",
        "One digit a picture: it cannot find or separate digits.",
      ] + general
    case "synthetic":
      return ["What it learned was drawn by a program; real handwriting varies more."] + general
    default: return general
    }
  }
}
