# The commands of this package; `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

SWIFT ?= swift
LENET := .build/release/lenet
PACKAGES := libopenblas-dev libpng-dev libturbojpeg0-dev zlib1g-dev libssl-dev pkg-config
LIBRARIES := openblas libpng libturbojpeg zlib libcrypto
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: help deps build demo test conformance verify sanitize lint format examples consumer arm64 docs clean

help: ## List the commands
	@grep -E '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

deps: ## Install the C libraries that the tools need, if they are missing
	@command -v pkg-config >/dev/null && pkg-config --exists $(LIBRARIES) || { \
	  command -v apt-get >/dev/null || { echo "Please install: $(PACKAGES)" >&2; exit 1; }; \
	  echo "Installing $(PACKAGES)"; \
	  $(SUDO) apt-get update -qq; \
	  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq $(PACKAGES) >/dev/null; }

build: deps ## Build the tools, optimised
	@echo "Building, optimised: takes minutes the first time, longer on a slow machine"
	$(SWIFT) build -c release

demo: ## Train LeNet-5, evaluate it, and read pictures with it
	@echo "Step 1 of 5: build the tools"
	@$(MAKE) --no-print-directory build
	@rm -rf demo
	@echo "Step 2 of 5: train LeNet-5 for three epochs"
	$(LENET) train --backend $(or $(BACKEND),blas) --data auto --epochs 3 --output demo/run
	@echo "Step 3 of 5: evaluate it on the test images"
	$(LENET) evaluate --backend $(or $(BACKEND),blas) --data auto --weights demo/run/model.safetensors
	@echo "Step 4 of 5: draw ten digits"
	$(LENET) draw --output demo/pictures
	@echo "Step 5 of 5: read them"
	$(LENET) predict --backend $(or $(BACKEND),blas) --weights demo/run/model.safetensors demo/pictures/*.png

test: deps ## Run all tests (with DLCORE_DATA=DIR also those on the whole of MNIST)
	@echo "Building the tests, optimised: takes minutes the first time, longer on a slow machine"
	@SWIFT="$(SWIFT)" Scripts/test.sh

conformance: deps ## Put all backends through the whole conformance suite
	Scripts/check-kernel-symbols.sh
	$(SWIFT) run -c release dlbench verify

verify: conformance ## The same, and all readers through damaged files, in full size
	@DLCORE_TESTS=full SWIFT="$(SWIFT)" Scripts/test.sh '^(Fuzz|BackendConformance|Models)Tests$$'

sanitize: deps ## Run operations, tools and damaged files under the thread and address sanitizers
	SWIFT="$(SWIFT)" Scripts/sanitize.sh

lint: ## Check the format of all Swift files
	git ls-files -z '*.swift' | xargs -0 $(SWIFT) format lint --strict

format: ## Format all Swift files
	git ls-files -z '*.swift' | xargs -0 $(SWIFT) format --in-place

examples: deps ## Build and run the packages that use this one from outside
	@for example in Examples/*/; do \
	  echo "== $$example"; (cd "$$example" && $(SWIFT) run -c release --scratch-path ../../.build); \
	done

consumer: ## Build and run a package that depends on this one by version, with both build systems
	Scripts/check-consumer.sh

arm64: ## Compile the libraries for 64-bit ARM, and run the kernels' checks in an emulator
	Scripts/compile-for-arm64.sh
	Scripts/check-arm64.sh

docs: ## Build the documentation into .build-docs; a warning is an error
	Scripts/build-docs.sh

clean: ## Remove what was built
	rm -rf .build .build-docs .build-arm64 .build-thread .build-address Examples/*/.build demo
