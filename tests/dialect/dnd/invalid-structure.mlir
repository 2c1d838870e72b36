// What the verifiers of networks, objectives, recipes and parameters refuse.
// RUN: dnd-opt %s -split-input-file -verify-diagnostics

// expected-error@+1 {{argument #0 has no 'dnd.name'}}
dnd.network @N(%x: tensor<?x4xf32>) -> (tensor<?x4xf32> {dnd.name = "y"}) {
  dnd.return %x : tensor<?x4xf32>
}

// -----

// expected-error@+1 {{has two results named 'y'}}
dnd.network @N(%x: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?x4xf32> {dnd.name = "y"}, tensor<?x4xf32> {dnd.name = "y"}) {
  dnd.return %x, %x : tensor<?x4xf32>, tensor<?x4xf32>
}

// -----

// expected-error@+1 {{argument #0 needs the batch as dynamic first dimension, found 'tensor<4xf32>'}}
dnd.network @N(%x: tensor<4xf32> {dnd.name = "x"}) -> (tensor<4xf32> {dnd.name = "y"}) {
  dnd.return %x : tensor<4xf32>
}

// -----

dnd.network @N(%x: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?x4xf32> {dnd.name = "y"}) {
  // expected-error@+1 {{returns 2 values, expected 1}}
  dnd.return %x, %x : tensor<?x4xf32>, tensor<?x4xf32>
}

// -----

dnd.network @N(%x: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?x5xf32> {dnd.name = "y"}) {
  // expected-error@+1 {{value #0 has type 'tensor<?x4xf32>', expected 'tensor<?x5xf32>'}}
  dnd.return %x : tensor<?x4xf32>
}

// -----

// expected-error@+1 {{the loss must be a scalar (tensor<f32>), found 'tensor<?xf32>'}}
dnd.objective @L(%x: tensor<?xf32> {dnd.name = "x"}) -> tensor<?xf32> {
  dnd.return %x : tensor<?xf32>
}

// -----

// expected-error@+1 {{there is no network @N}}
dnd.recipe @R for @N objective @L settings {optimizer = {kind = "sgd"}} groups [{patterns = ["*"]}]

// -----

// expected-error@+1 {{settings need 'optimizer', a dictionary with a 'kind'}}
dnd.recipe @R for @N objective @L settings {} groups [{patterns = ["*"]}]

// -----

// expected-error@+1 {{group #0: 'lr' must be a number, a multiple or a flag, found "high"}}
dnd.recipe @R for @N objective @L settings {optimizer = {kind = "sgd"}} groups [{patterns = ["*"], lr = "high"}]

// -----

func.func @param_live() {
  // expected-error@+1 {{live = 5 is outside [0, 4], the size of 'tensor<4xf32>'}}
  %0 = dnd.param "w" init = {fn = "zeros"} live = 5 : tensor<4xf32>
  return
}

// -----

func.func @param_symmetric() {
  // expected-error@+1 {{'symmetric' needs equal last two dimensions, found 'tensor<4x3xf32>'}}
  %0 = dnd.param "w" init = {fn = "zeros"} live = 12 symmetric : tensor<4x3xf32>
  return
}

// -----

func.func @param_init() {
  // expected-error@+1 {{'init' needs 'fn', a string}}
  %0 = dnd.param "w" init = {} live = 4 : tensor<4xf32>
  return
}

// -----

func.func @param_integers() {
  // expected-error@+1 {{is trainable and needs floats, found 'tensor<4xi32>'}}
  %0 = dnd.param "w" init = {fn = "zeros"} live = 4 : tensor<4xi32>
  return
}

// -----

func.func @table_range() {
  // expected-error@+1 {{an index table needs a positive range, found 0}}
  %0 = dnd.table "t" gen = {fn = "choice"} range = 0 : tensor<4xi32>
  return
}

// -----

func.func @hyper_group() {
  // expected-error@+1 {{group -2 is neither a group nor -1}}
  %0 = dnd.hyper "lr" group -2 : tensor<f32>
  return
}

// -----

dnd.network @N(%x: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?x4xf32> {dnd.name = "y"}) {
  // expected-error@+1 {{needs float elements, found 'tensor<4xi32>'}}
  %s = dnd.state "s" init = {fn = "zeros"} : tensor<4xi32>
  dnd.return %x : tensor<?x4xf32>
}

// -----

dnd.network @N(%x: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?x4xf32> {dnd.name = "y"}) {
  // expected-error@+1 {{'init' needs 'fn', a string}}
  %s = dnd.state "s" init = {} : tensor<4xf32>
  dnd.return %x : tensor<?x4xf32>
}

// -----

dnd.network @N(%x: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?x4xf32> {dnd.name = "y"}) {
  %s = dnd.state "s" init = {fn = "zeros"} : tensor<4xf32>
  // expected-error@+1 {{names 't', but the network has no such state}}
  dnd.update "t" %s : tensor<4xf32>
  dnd.return %x : tensor<?x4xf32>
}

// -----

dnd.network @N(%x: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?x4xf32> {dnd.name = "y"}) {
  %s = dnd.state "s" init = {fn = "zeros"} : tensor<4xf32>
  %c = dnd.constant dense<0.0> : tensor<3xf32>
  // expected-error@+1 {{gives state 's', a 'tensor<4xf32>', a value of type 'tensor<3xf32>'}}
  dnd.update "s" %c : tensor<3xf32>
  dnd.return %x : tensor<?x4xf32>
}

// -----

dnd.network @N(%x: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?x4xf32> {dnd.name = "y"}) {
  %s = dnd.state "s" init = {fn = "zeros"} : tensor<4xf32>
  dnd.update "s" %s : tensor<4xf32>
  // expected-error@+1 {{is the second one of state 's'}}
  dnd.update "s" %s : tensor<4xf32>
  dnd.return %x : tensor<?x4xf32>
}

// -----

func.func @f(%s: tensor<4xf32>) {
  // expected-error@+1 {{expects parent op 'dnd.network'}}
  dnd.update "s" %s : tensor<4xf32>
  return
}

// -----

// expected-error@+1 {{'weight' is no kind of argument}}
func.func @f(%s: tensor<4xf32> {dnd.arg = #dnd.arg<weight, 0>})

// -----

// expected-error@+1 {{expected ','}}
func.func @f(%s: tensor<4xf32> {dnd.arg = #dnd.arg<param>})
