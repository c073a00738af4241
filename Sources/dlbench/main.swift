import ArgumentParser

Exit.run(DLBench.self)
