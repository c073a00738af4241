/// Python code that loads weights into PyTorch.
enum PyTorchCode {
  /// The code for a model; for one that is not known here, the code that reads the tensors.
  static func loading(_ model: String) -> String {
    guard let network = networks[model] else { return reading }
    return """
      import torch
      from safetensors.torch import load_file
      from torch import nn
      from torch.nn import functional as F

      \(network)

      model = Network()
      model.load_state_dict(load_file("model.safetensors"))
      model.eval()
      pictures = torch.zeros(1, 1, 28, 28)  # pixels from 0 (background) to 1 (ink)
      print(model(pictures).softmax(1))
      """
  }

  private static let reading = """
    from safetensors.torch import load_file

    # Names and layouts are those of torch.nn: Conv2d [out, in, rows, columns], Linear [out, in].
    for name, tensor in load_file("model.safetensors").items():
        print(name, tuple(tensor.shape))
    """

  private static let networks = [
    "lenet5": """
    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.c1 = nn.Conv2d(1, 6, 5, padding=2)
            self.c3 = nn.Conv2d(6, 16, 5)
            self.c5 = nn.Linear(400, 120)
            self.f6 = nn.Linear(120, 84)
            self.output = nn.Linear(84, 10)

        def forward(self, x):
            x = F.max_pool2d(F.relu(self.c1(x)), 2)
            x = F.max_pool2d(F.relu(self.c3(x)), 2)
            x = F.relu(self.c5(x.flatten(1)))
            return self.output(F.relu(self.f6(x)))
    """,
    "digit-cnn": """
    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv1 = nn.Conv2d(1, 8, 3)
            self.conv2 = nn.Conv2d(8, 32, 3)
            self.dense1 = nn.Linear(800, 128)
            self.dense2 = nn.Linear(128, 64)
            self.output = nn.Linear(64, 10)

        def forward(self, x):
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = F.relu(self.dense1(x.flatten(1)))
            return self.output(F.relu(self.dense2(x)))
    """,
    "digit-cnn-large": """
    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv1 = nn.Conv2d(1, 32, 5, padding=2)
            self.conv2 = nn.Conv2d(32, 96, 3, padding=1)
            self.conv3 = nn.Conv2d(96, 192, 3, padding=1)
            self.dense1 = nn.Linear(1728, 256)
            self.output = nn.Linear(256, 10)

        def forward(self, x):
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = F.max_pool2d(F.relu(self.conv3(x)), 2)
            return self.output(F.relu(self.dense1(x.flatten(1))))
    """,
    "digit-cnn-columns": """
    class Pooled(nn.Module):
        def __init__(self, convolutions, features):
            super().__init__()
            inputs = 1
            for number, (outputs, kernel, _) in enumerate(convolutions, 1):
                convolution = nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2)
                self.add_module(f"conv{number}", convolution)
                inputs = outputs
            self.is_pooled = [pooled for _, _, pooled in convolutions]
            self.dense = nn.Linear(features, 240)
            self.output = nn.Linear(240, 10)

        def forward(self, x):
            for number, pooled in enumerate(self.is_pooled, 1):
                x = F.relu(self.get_submodule(f"conv{number}")(x))
                x = F.max_pool2d(x, 2) if pooled else x
            return self.output(F.relu(self.dense(x.flatten(1))))


    class Normalized(nn.Module):
        def __init__(self, channels):
            super().__init__()
            for number, outputs in enumerate(channels[1:], 1):
                self.add_module(f"conv{number}", nn.Conv2d(channels[number - 1], outputs, 5))
                self.add_module(f"norm{number}", nn.BatchNorm2d(outputs))
            self.depth = len(channels) - 1
            self.output = nn.Linear(64 * channels[-1], 10)

        def forward(self, x):
            for number in range(1, self.depth + 1):
                x = self.get_submodule(f"conv{number}")(x)
                x = F.relu(self.get_submodule(f"norm{number}")(x))
            return self.output(x.flatten(1))


    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            wide = [(32, 5, True), (96, 3, True), (192, 3, True)]
            deep = [(32, 5, True), (64, 3, False), (64, 3, True), (128, 3, False), (128, 3, True)]
            fine = Normalized([1, 16, 32, 48, 64, 80])
            self.columns = nn.ModuleDict(
                {"wide": Pooled(wide, 1728), "deep": Pooled(deep, 1152), "fine": fine})

        def forward(self, x):
            return sum(column(x) for column in self.columns.values()) / len(self.columns)
    """,
  ]
}
