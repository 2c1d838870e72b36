// Batch statistics with running ones, dropout, Gaussian and uniform noise, in both modes, as they come from the text.
// RUN: %numeric %s --training --batches 3,17 | FileCheck %s
// CHECK: numeric: ok

#bij = affine_map<(b, j, i) -> (b, i)>
#ji = affine_map<(b, j, i) -> (j, i)>
#bj = affine_map<(b, j, i) -> (b, j)>
#b_j = affine_map<(b, j) -> (b, j)>
#j = affine_map<(b, j) -> (j)>
#none = affine_map<(b, j) -> ()>
#own = affine_map<(j) -> (j)>
dnd.network @Modes(%x: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "logits"}) {
  %zero = dnd.constant dense<0.0> : tensor<f32>
  %few = dnd.constant dense<0.3> : tensor<f32>
  %most = dnd.constant dense<0.7> : tensor<f32>
  %gauss = dnd.noise normal "gauss" (%zero, %few) like %x : (tensor<f32>, tensor<f32>, tensor<?x4xf32>) -> tensor<?x4xf32>
  %moved = dnd.map add (%x, %gauss) {maps = [#b_j, #b_j]} : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<?x4xf32>
  %in = dnd.by_mode training (%moved) otherwise (%x) : tensor<?x4xf32>

  %w = dnd.param "a.w" init = {fn = "normal", args = [0.0, 0.5]} live = 24 : tensor<6x4xf32>
  %h = dnd.contract (%w, %in) over [?, 6, 4] {maps = [#ji, #bij], out_map = #bj} : (tensor<6x4xf32>, tensor<?x4xf32>) -> tensor<?x6xf32>

  // The batch's mean and variance, the running ones, and which of them is used.
  %n = dnd.inverse_batch %x : (tensor<?x4xf32>) -> tensor<f32>
  %m = dnd.contract (%h, %n) over [?, 6] {maps = [#b_j, #none], out_map = #j} : (tensor<?x6xf32>, tensor<f32>) -> tensor<6xf32>
  %c = dnd.map sub (%h, %m) {maps = [#b_j, #j]} : (tensor<?x6xf32>, tensor<6xf32>) -> tensor<?x6xf32>
  %v = dnd.contract (%c, %c, %n) over [?, 6] {maps = [#b_j, #b_j, #none], out_map = #j} : (tensor<?x6xf32>, tensor<?x6xf32>, tensor<f32>) -> tensor<6xf32>
  %mean = dnd.state "bn.running_mean" init = {fn = "zeros"} : tensor<6xf32>
  %var = dnd.state "bn.running_var" init = {fn = "ones"} : tensor<6xf32>
  %mean.kept = dnd.map affine (%mean) {maps = [#own], params = array<f64: 0.9, 0.0>} : (tensor<6xf32>) -> tensor<6xf32>
  %mean.part = dnd.map affine (%m) {maps = [#own], params = array<f64: 0.1, 0.0>} : (tensor<6xf32>) -> tensor<6xf32>
  %mean.new = dnd.map add (%mean.kept, %mean.part) {maps = [#own, #own]} : (tensor<6xf32>, tensor<6xf32>) -> tensor<6xf32>
  dnd.update "bn.running_mean" %mean.new : tensor<6xf32>
  // Unbiased: 1 / (1 - 1/count).
  %rest = dnd.map affine (%n) {maps = [affine_map<() -> ()>], params = array<f64: -1.0, 1.0>} : (tensor<f32>) -> tensor<f32>
  %unbiased = dnd.map div (%v, %rest) {maps = [#own, affine_map<(j) -> ()>]} : (tensor<6xf32>, tensor<f32>) -> tensor<6xf32>
  %var.kept = dnd.map affine (%var) {maps = [#own], params = array<f64: 0.9, 0.0>} : (tensor<6xf32>) -> tensor<6xf32>
  %var.part = dnd.map affine (%unbiased) {maps = [#own], params = array<f64: 0.1, 0.0>} : (tensor<6xf32>) -> tensor<6xf32>
  %var.new = dnd.map add (%var.kept, %var.part) {maps = [#own, #own]} : (tensor<6xf32>, tensor<6xf32>) -> tensor<6xf32>
  dnd.update "bn.running_var" %var.new : tensor<6xf32>
  %m.used = dnd.by_mode training (%m) otherwise (%mean) : tensor<6xf32>
  %v.used = dnd.by_mode training (%v) otherwise (%var) : tensor<6xf32>
  %centred = dnd.map sub (%h, %m.used) {maps = [#b_j, #j]} : (tensor<?x6xf32>, tensor<6xf32>) -> tensor<?x6xf32>
  %v.eps = dnd.map affine (%v.used) {maps = [#own], params = array<f64: 1.0, 1.0e-5>} : (tensor<6xf32>) -> tensor<6xf32>
  %deviation = dnd.map sqrt (%v.eps) {maps = [#own]} : (tensor<6xf32>) -> tensor<6xf32>
  %normal = dnd.map div (%centred, %deviation) {maps = [#b_j, #j]} : (tensor<?x6xf32>, tensor<6xf32>) -> tensor<?x6xf32>
  %gamma = dnd.param "bn.gamma" init = {fn = "ones"} live = 6 : tensor<6xf32>
  %beta = dnd.param "bn.beta" init = {fn = "zeros"} live = 6 : tensor<6xf32>
  %scaled = dnd.map mul (%normal, %gamma) {maps = [#b_j, #j]} : (tensor<?x6xf32>, tensor<6xf32>) -> tensor<?x6xf32>
  %shifted = dnd.map add (%scaled, %beta) {maps = [#b_j, #j]} : (tensor<?x6xf32>, tensor<6xf32>) -> tensor<?x6xf32>
  %act = dnd.map tanh (%shifted) {maps = [#b_j]} : (tensor<?x6xf32>) -> tensor<?x6xf32>

  %keep = dnd.noise bernoulli "drop.keep" (%most) like %x : (tensor<f32>, tensor<?x4xf32>) -> tensor<?x6xf32>
  %kept = dnd.map mul (%act, %keep) {maps = [#b_j, #b_j]} : (tensor<?x6xf32>, tensor<?x6xf32>) -> tensor<?x6xf32>
  %raised = dnd.map affine (%kept) {maps = [#b_j], params = array<f64: 1.4285714285714286, 0.0>} : (tensor<?x6xf32>) -> tensor<?x6xf32>
  %dropped = dnd.by_mode training (%raised) otherwise (%act) : tensor<?x6xf32>
  %u = dnd.param "b.w" init = {fn = "normal", args = [0.0, 0.5]} live = 18 : tensor<3x6xf32>
  %y = dnd.contract (%u, %dropped) over [?, 3, 6] {maps = [#ji, #bij], out_map = #bj} : (tensor<3x6xf32>, tensor<?x6xf32>) -> tensor<?x3xf32>
  // In both modes, for a whole sample.
  %jitter = dnd.noise uniform "jitter" (%zero, %few) like %x : (tensor<f32>, tensor<f32>, tensor<?x4xf32>) -> tensor<?xf32>
  %out = dnd.map add (%y, %jitter) {maps = [#b_j, affine_map<(b, j) -> (b)>]} : (tensor<?x3xf32>, tensor<?xf32>) -> tensor<?x3xf32>
  dnd.return %out : tensor<?x3xf32>
}

dnd.objective @Loss(%y: tensor<?x3xf32> {dnd.name = "logits"}, %l: tensor<?xi32> {dnd.name = "label", dnd.classes = 3 : i64}) -> tensor<f32> {
  %c = dnd.cross_entropy %y, %l : (tensor<?x3xf32>, tensor<?xi32>) -> tensor<?xf32>
  %n = dnd.inverse_batch %c : (tensor<?xf32>) -> tensor<f32>
  %s = dnd.contract (%c, %n) over [?] {maps = [affine_map<(b) -> (b)>, affine_map<(b) -> ()>], out_map = affine_map<(b) -> ()>} : (tensor<?xf32>, tensor<f32>) -> tensor<f32>
  dnd.return %s : tensor<f32>
}
dnd.recipe @Train for @Modes objective @Loss settings {optimizer = {kind = "sgd"}, data = {fn = "csv", named = {train = "train.csv", test = "test.csv"}}, loss = "cross_entropy", batch = 16, epochs = 10} groups [{patterns = ["*"], lr = 0.1, momentum = 0.9, weight_decay = 0.01}]
