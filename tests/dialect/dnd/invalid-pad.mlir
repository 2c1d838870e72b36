// RUN: dnd-opt %s -split-input-file -verify-diagnostics

func.func @count(%x: tensor<?x4xf32>) -> tensor<?x5xf32> {
  // expected-error@+1 {{low has 1 entries for 'tensor<?x4xf32>'}}
  %r = dnd.pad %x low = [1] high = [0, 0] interior = [0, 0] value = 0.0 : (tensor<?x4xf32>) -> tensor<?x5xf32>
  return %r : tensor<?x5xf32>
}

// -----

func.func @interior(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  // expected-error@+1 {{interior of dimension 1 is negative: -1}}
  %r = dnd.pad %x low = [0, 0] high = [0, 0] interior = [0, -1] value = 0.0 : (tensor<?x4xf32>) -> tensor<?x4xf32>
  return %r : tensor<?x4xf32>
}

// -----

func.func @batch(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  // expected-error@+1 {{dimension 0 of 'tensor<?x4xf32>' is the batch, which stays as it is}}
  %r = dnd.pad %x low = [1, 0] high = [0, 0] interior = [0, 0] value = 0.0 : (tensor<?x4xf32>) -> tensor<?x4xf32>
  return %r : tensor<?x4xf32>
}

// -----

func.func @nothing(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  // expected-error@+1 {{nothing of dimension 1 of 'tensor<?x4xf32>' is left: its extent becomes 0}}
  %r = dnd.pad %x low = [0, -2] high = [0, -2] interior = [0, 0] value = 0.0 : (tensor<?x4xf32>) -> tensor<?x4xf32>
  return %r : tensor<?x4xf32>
}

// -----

func.func @result(%x: tensor<?x4xf32>) -> tensor<?x5xf32> {
  // expected-error@+1 {{result has shape [?, 5], expected [?, 6]}}
  %r = dnd.pad %x low = [0, 1] high = [0, 1] interior = [0, 0] value = 0.0 : (tensor<?x4xf32>) -> tensor<?x5xf32>
  return %r : tensor<?x5xf32>
}

// -----

func.func @value(%x: tensor<?x4xf32>) -> tensor<?x6xf32> {
  // expected-error@+1 {{has a value that is not a number}}
  %r = dnd.pad %x low = [0, 1] high = [0, 1] interior = [0, 0] value = 0x7FF8000000000000 : (tensor<?x4xf32>) -> tensor<?x6xf32>
  return %r : tensor<?x6xf32>
}
