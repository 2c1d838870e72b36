// A linear softmax classifier, 7 features, 3 classes, plain SGD, as entry points.
module attributes {dnd.meta = {
  network = "Linear", source = "linear.dnd", compiler = "test", source_sha256 = "",
  inputs = [{name = "x", shape = [7], dtype = "f32"}], outputs = [{name = "logits", shape = [3]}],
  params = [{path = "fc.w", shape = [3, 7], init = {fn = "zeros"}, live = 21, mask = -1, group = 0, slots = [], loc = "linear.dnd:1:1"},
            {path = "fc.b", shape = [3], init = {fn = "zeros"}, live = 3, mask = -1, group = 0, slots = [], loc = "linear.dnd:2:1"}],
  tables = [], layers = [], targets = [{name = "label", kind = "label", classes = 3}],
  hyper = [{name = "lr", group = 0}], groups = [{patterns = ["*"], optimizer = {lr = 0.1}}]}} {
  func.func @forward(%x: tensor<?x7xf32> {dnd.arg = #dnd.arg<input, 0, "x">},
                     %w: tensor<3x7xf32> {dnd.arg = #dnd.arg<param, 0, "fc.w">},
                     %b: tensor<3xf32> {dnd.arg = #dnd.arg<param, 1, "fc.b">})
      -> (tensor<?x3xf32> {dnd.arg = #dnd.arg<output, 0>}) {
    %y = dnd.contract (%w, %x) over [?, 3, 7] {
      maps = [affine_map<(b,j,i) -> (j,i)>, affine_map<(b,j,i) -> (b,i)>], out_map = affine_map<(b,j,i) -> (b,j)>}
      : (tensor<3x7xf32>, tensor<?x7xf32>) -> tensor<?x3xf32>
    %z = dnd.map add (%y, %b) {maps = [affine_map<(b,j) -> (b,j)>, affine_map<(b,j) -> (j)>]} : (tensor<?x3xf32>, tensor<3xf32>) -> tensor<?x3xf32>
    return %z : tensor<?x3xf32>
  }
  func.func @train_step(%x: tensor<?x7xf32> {dnd.arg = #dnd.arg<input, 0, "x">},
                        %t: tensor<?xi32> {dnd.arg = #dnd.arg<target, 0, "label">},
                        %w: tensor<3x7xf32> {dnd.arg = #dnd.arg<param, 0, "fc.w">},
                        %b: tensor<3xf32> {dnd.arg = #dnd.arg<param, 1, "fc.b">},
                        %lr: tensor<f32> {dnd.arg = #dnd.arg<hyper, 0, "lr">})
      -> (tensor<?x3xf32> {dnd.arg = #dnd.arg<output, 0>}, tensor<f32> {dnd.arg = #dnd.arg<loss>},
          tensor<3x7xf32> {dnd.arg = #dnd.arg<param, 0>}, tensor<3xf32> {dnd.arg = #dnd.arg<param, 1>}) {
    %y = dnd.contract (%w, %x) over [?, 3, 7] {
      maps = [affine_map<(b,j,i) -> (j,i)>, affine_map<(b,j,i) -> (b,i)>], out_map = affine_map<(b,j,i) -> (b,j)>}
      : (tensor<3x7xf32>, tensor<?x7xf32>) -> tensor<?x3xf32>
    %z = dnd.map add (%y, %b) {maps = [affine_map<(b,j) -> (b,j)>, affine_map<(b,j) -> (j)>]} : (tensor<?x3xf32>, tensor<3xf32>) -> tensor<?x3xf32>
    %l = dnd.cross_entropy %z, %t : (tensor<?x3xf32>, tensor<?xi32>) -> tensor<?xf32>
    %n = dnd.inverse_batch %x : (tensor<?x7xf32>) -> tensor<f32>
    %s = dnd.contract (%l, %n) over [?] {
      maps = [affine_map<(b) -> (b)>, affine_map<(b) -> ()>], out_map = affine_map<(b) -> ()>}
      : (tensor<?xf32>, tensor<f32>) -> tensor<f32>
    %one = dnd.batch_ones %x : (tensor<?x7xf32>) -> tensor<?xf32>
    %g = dnd.map mul (%one, %n) {maps = [affine_map<(b) -> (b)>, affine_map<(b) -> ()>]} : (tensor<?xf32>, tensor<f32>) -> tensor<?xf32>
    %dz = dnd.cross_entropy_grad %z, %t, %g : (tensor<?x3xf32>, tensor<?xi32>, tensor<?xf32>) -> tensor<?x3xf32>
    %dw = dnd.contract (%dz, %x) over [?, 3, 7] {
      maps = [affine_map<(b,j,i) -> (b,j)>, affine_map<(b,j,i) -> (b,i)>], out_map = affine_map<(b,j,i) -> (j,i)>}
      : (tensor<?x3xf32>, tensor<?x7xf32>) -> tensor<3x7xf32>
    %db = dnd.contract (%dz) over [?, 3] {
      maps = [affine_map<(b,j) -> (b,j)>], out_map = affine_map<(b,j) -> (j)>}
      : (tensor<?x3xf32>) -> tensor<3xf32>
    %sw = dnd.map mul (%dw, %lr) {maps = [affine_map<(j,i) -> (j,i)>, affine_map<(j,i) -> ()>]} : (tensor<3x7xf32>, tensor<f32>) -> tensor<3x7xf32>
    %w1 = dnd.map sub (%w, %sw) {maps = [affine_map<(j,i) -> (j,i)>, affine_map<(j,i) -> (j,i)>]} : (tensor<3x7xf32>, tensor<3x7xf32>) -> tensor<3x7xf32>
    %sb = dnd.map mul (%db, %lr) {maps = [affine_map<(j) -> (j)>, affine_map<(j) -> ()>]} : (tensor<3xf32>, tensor<f32>) -> tensor<3xf32>
    %b1 = dnd.map sub (%b, %sb) {maps = [affine_map<(j) -> (j)>, affine_map<(j) -> (j)>]} : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
    return %z, %s, %w1, %b1 : tensor<?x3xf32>, tensor<f32>, tensor<3x7xf32>, tensor<3xf32>
  }
}
