// What cannot be built, and what is only strange.
// RUN: dnd-opt %s -split-input-file -verify-diagnostics -dnd-build-entry-points

dnd.network @N(%x: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?x4xf32> {dnd.name = "y"}) {
  // expected-error@+1 {{there is no table 'm' to mask it with}}
  %w = dnd.param "w" init = {fn = "zeros"} live = 4 mask = "m" : tensor<4xf32>
  dnd.return %x : tensor<?x4xf32>
}

// -----

dnd.network @N(%x: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?x4xf32> {dnd.name = "y"}) {
  // expected-note@+1 {{and 'tensor<4xf32>' here}}
  %w = dnd.param "w" init = {fn = "zeros"} live = 4 : tensor<4xf32>
  // expected-error@+1 {{parameter 'w' has type 'tensor<5xf32>' here}}
  %v = dnd.param "w" init = {fn = "zeros"} live = 5 : tensor<5xf32>
  dnd.return %x : tensor<?x4xf32>
}

// -----

dnd.network @N(%x: tensor<?xf32> {dnd.name = "x"}) -> (tensor<?xf32> {dnd.name = "y"}) {
  dnd.return %x : tensor<?xf32>
}
dnd.objective @L(%y: tensor<?xf32> {dnd.name = "y"}) -> tensor<f32> {
  // expected-error@+1 {{the network has no parameter 'w'}}
  %w = dnd.param "w" init = {fn = "zeros"} live = 1 : tensor<f32>
  dnd.return %w : tensor<f32>
}
dnd.recipe @T for @N objective @L settings {optimizer = {kind = "sgd"}} groups [{patterns = ["*"]}]

// -----

dnd.network @N(%x: tensor<?xf32> {dnd.name = "x"}) -> (tensor<?xf32> {dnd.name = "y"}) {
  dnd.return %x : tensor<?xf32>
}
dnd.objective @L(%y: tensor<?xf32> {dnd.name = "y"}) -> tensor<f32> {
  %c = dnd.constant dense<1.0> : tensor<f32>
  dnd.return %c : tensor<f32>
}
// expected-error@+1 {{unknown optimizer 'lion'; there are sgd, adam and adamw}}
dnd.recipe @T for @N objective @L settings {optimizer = {kind = "lion"}} groups [{patterns = ["*"]}]

// -----

dnd.network @N(%x: tensor<?xf32> {dnd.name = "x"}) -> (tensor<?xf32> {dnd.name = "y"}) {
  dnd.return %x : tensor<?xf32>
}
dnd.objective @L(%y: tensor<?xf32> {dnd.name = "y"}) -> tensor<f32> {
  %c = dnd.constant dense<1.0> : tensor<f32>
  dnd.return %c : tensor<f32>
}
// expected-error@+1 {{optimizer 'sgd' has no number 'beta1'; it has lr, weight_decay, momentum}}
dnd.recipe @T for @N objective @L settings {optimizer = {kind = "sgd"}} groups [{patterns = ["*"], beta1 = 0.5}]

// -----

dnd.network @N(%x: tensor<?xf32> {dnd.name = "x"}) -> (tensor<?xf32> {dnd.name = "y"}) {
  dnd.return %x : tensor<?xf32>
}
dnd.objective @L(%y: tensor<?xf32> {dnd.name = "y"}) -> tensor<f32> {
  %c = dnd.constant dense<1.0> : tensor<f32>
  dnd.return %c : tensor<f32>
}
// expected-warning@+1 {{group pattern '*.K' matches no parameter}}
dnd.recipe @T for @N objective @L settings {optimizer = {kind = "sgd"}} groups [{patterns = ["*"]}, {patterns = ["*.K"]}]

// -----

// expected-error@+1 {{there are 2 networks; name the one to build}}
module {
  dnd.network @A(%x: tensor<?xf32> {dnd.name = "x"}) -> (tensor<?xf32> {dnd.name = "y"}) {
    dnd.return %x : tensor<?xf32>
  }
  dnd.network @B(%x: tensor<?xf32> {dnd.name = "x"}) -> (tensor<?xf32> {dnd.name = "y"}) {
    dnd.return %x : tensor<?xf32>
  }
}

// -----

dnd.network @N(%x: tensor<?xf32> {dnd.name = "x"}) -> (tensor<?xf32> {dnd.name = "y"}) {
  dnd.return %x : tensor<?xf32>
}
dnd.objective @L(%y: tensor<?xf32> {dnd.name = "y"}) -> tensor<f32> {
  %c = dnd.constant dense<1.0> : tensor<f32>
  dnd.return %c : tensor<f32>
}
// expected-error@+1 {{optimizer: 'keras_eps' must be true or false, found 1.000000e+00 : f64}}
dnd.recipe @T for @N objective @L settings {optimizer = {kind = "adam", keras_eps = 1.0}} groups [{patterns = ["*"]}]

// -----

dnd.network @N(%x: tensor<?xf32> {dnd.name = "x"}) -> (tensor<?xf32> {dnd.name = "y"}) {
  dnd.return %x : tensor<?xf32>
}
dnd.objective @L(%y: tensor<?xf32> {dnd.name = "y"}) -> tensor<f32> {
  %c = dnd.constant dense<1.0> : tensor<f32>
  dnd.return %c : tensor<f32>
}
// expected-error@+1 {{optimizer: 'nesterov' needs a momentum above 0}}
dnd.recipe @T for @N objective @L settings {optimizer = {kind = "sgd", nesterov = true}} groups [{patterns = ["*"]}]
