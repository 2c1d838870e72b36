// Every pointwise function; broadcasts, transpositions, slices.
// RUN: %op %s | FileCheck %s
// CHECK: op: ok, 42 cases

func.func @map_copy(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.map copy(%a0) {maps = [affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_neg(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.map neg(%a0) {maps = [affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_abs(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.map abs(%a0) {maps = [affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_exp(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.map exp(%a0) {maps = [affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_sin(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.map sin(%a0) {maps = [affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_cos(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.map cos(%a0) {maps = [affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_tanh(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.map tanh(%a0) {maps = [affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_sigmoid(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.map sigmoid(%a0) {maps = [affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_erf(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.map erf(%a0) {maps = [affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_relu(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.map relu(%a0) {maps = [affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_softplus(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.map softplus(%a0) {maps = [affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_log(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> attributes {positive} {
  %r = dnd.map log(%a0) {maps = [affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_sqrt(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> attributes {positive} {
  %r = dnd.map sqrt(%a0) {maps = [affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_leaky_relu(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.map leaky_relu(%a0) {maps = [affine_map<(b,i) -> (b,i)>], params = array<f64: 0.1>} : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_powi(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.map powi(%a0) {maps = [affine_map<(b,i) -> (b,i)>], params = array<f64: 3.0>} : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_affine(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.map affine(%a0) {maps = [affine_map<(b,i) -> (b,i)>], params = array<f64: -2.0, 0.5>} : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_powf(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> attributes {positive} {
  %r = dnd.map powf(%a0) {maps = [affine_map<(b,i) -> (b,i)>], params = array<f64: 1.5>} : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_sign(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> attributes {constant} {
  %r = dnd.map sign(%a0) {maps = [affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_floor(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> attributes {constant} {
  %r = dnd.map floor(%a0) {maps = [affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_step(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> attributes {constant} {
  %r = dnd.map step(%a0) {maps = [affine_map<(b,i) -> (b,i)>], params = array<f64: 0.0>} : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_add(%a0: tensor<?x5xf64>, %a1: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.map add(%a0, %a1) {maps = [affine_map<(b,i) -> (b,i)>, affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>, tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_sub(%a0: tensor<?x5xf64>, %a1: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.map sub(%a0, %a1) {maps = [affine_map<(b,i) -> (b,i)>, affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>, tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_mul(%a0: tensor<?x5xf64>, %a1: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.map mul(%a0, %a1) {maps = [affine_map<(b,i) -> (b,i)>, affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>, tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_div(%a0: tensor<?x5xf64>, %a1: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.map div(%a0, %a1) {maps = [affine_map<(b,i) -> (b,i)>, affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>, tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_max(%a0: tensor<?x5xf64>, %a1: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.map max(%a0, %a1) {maps = [affine_map<(b,i) -> (b,i)>, affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>, tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_min(%a0: tensor<?x5xf64>, %a1: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.map min(%a0, %a1) {maps = [affine_map<(b,i) -> (b,i)>, affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>, tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_pow(%a0: tensor<?x5xf64>, %a1: tensor<?x5xf64>) -> tensor<?x5xf64> attributes {positive} {
  %r = dnd.map pow(%a0, %a1) {maps = [affine_map<(b,i) -> (b,i)>, affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>, tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_gt(%a0: tensor<?x5xf64>, %a1: tensor<?x5xf64>) -> tensor<?x5xf64> attributes {constant} {
  %r = dnd.map gt(%a0, %a1) {maps = [affine_map<(b,i) -> (b,i)>, affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>, tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_ge(%a0: tensor<?x5xf64>, %a1: tensor<?x5xf64>) -> tensor<?x5xf64> attributes {constant} {
  %r = dnd.map ge(%a0, %a1) {maps = [affine_map<(b,i) -> (b,i)>, affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>, tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_lt(%a0: tensor<?x5xf64>, %a1: tensor<?x5xf64>) -> tensor<?x5xf64> attributes {constant} {
  %r = dnd.map lt(%a0, %a1) {maps = [affine_map<(b,i) -> (b,i)>, affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>, tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_le(%a0: tensor<?x5xf64>, %a1: tensor<?x5xf64>) -> tensor<?x5xf64> attributes {constant} {
  %r = dnd.map le(%a0, %a1) {maps = [affine_map<(b,i) -> (b,i)>, affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>, tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_eq(%a0: tensor<?x5xf64>, %a1: tensor<?x5xf64>) -> tensor<?x5xf64> attributes {constant} {
  %r = dnd.map eq(%a0, %a1) {maps = [affine_map<(b,i) -> (b,i)>, affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>, tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_ne(%a0: tensor<?x5xf64>, %a1: tensor<?x5xf64>) -> tensor<?x5xf64> attributes {constant} {
  %r = dnd.map ne(%a0, %a1) {maps = [affine_map<(b,i) -> (b,i)>, affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>, tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_select(%a0: tensor<?x3xf64>, %a1: tensor<?x3xf64>, %a2: tensor<?x3xf64>) -> tensor<?x3xf64> {
  %r = dnd.map select(%a0, %a1, %a2) {maps = [affine_map<(b,i) -> (b,i)>, affine_map<(b,i) -> (b,i)>, affine_map<(b,i) -> (b,i)>]} : (tensor<?x3xf64>, tensor<?x3xf64>, tensor<?x3xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @map_powi_square(%a0: tensor<?x1xf64>) -> tensor<?x1xf64> {
  %r = dnd.map powi(%a0) {maps = [affine_map<(b,i) -> (b,i)>], params = array<f64: 2.0>} : (tensor<?x1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}

func.func @map_powi_inverse(%a0: tensor<?x3xf64>) -> tensor<?x3xf64> {
  %r = dnd.map powi(%a0) {maps = [affine_map<(b,i) -> (b,i)>], params = array<f64: -1.0>} : (tensor<?x3xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

// Broadcast of a bias, a transposition, a slice with a stride.
func.func @map_broadcast(%a0: tensor<?x2xf64>, %a1: tensor<3xf64>) -> tensor<?x2x3xf64> {
  %r = dnd.map mul(%a0, %a1) {maps = [affine_map<(b,i,j) -> (b,i)>, affine_map<(b,i,j) -> (j)>]} : (tensor<?x2xf64>, tensor<3xf64>) -> tensor<?x2x3xf64>
  return %r : tensor<?x2x3xf64>
}

func.func @map_scalar(%a0: tensor<?x5xf64>, %a1: tensor<f64>) -> tensor<?x5xf64> {
  %r = dnd.map mul(%a0, %a1) {maps = [affine_map<(b,i) -> (b,i)>, affine_map<(b,i) -> ()>]} : (tensor<?x5xf64>, tensor<f64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_transpose(%a0: tensor<?x2x3xf64>) -> tensor<?x3x2xf64> {
  %r = dnd.map tanh(%a0) {maps = [affine_map<(b,i,j) -> (b,j,i)>]} : (tensor<?x2x3xf64>) -> tensor<?x3x2xf64>
  return %r : tensor<?x3x2xf64>
}

func.func @map_slice(%a0: tensor<?x7xf64>) -> tensor<?x3xf64> {
  %r = dnd.map exp(%a0) {maps = [affine_map<(b,i) -> (b,i*2+1)>]} : (tensor<?x7xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @map_expm1(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.map expm1(%a0) {maps = [affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @map_log1p(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> attributes {positive} {
  %r = dnd.map log1p(%a0) {maps = [affine_map<(b,i) -> (b,i)>]} : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}
