// One dense layer of 128 inputs and 40 outputs, forward only.
func.func @forward(%x: tensor<?x128xf32> {dnd.arg = #dnd.arg<input, 0>}, %w: tensor<40x128xf32> {dnd.arg = #dnd.arg<param, 0>})
    -> (tensor<?x40xf32> {dnd.arg = #dnd.arg<output, 0>}) {
  %y = dnd.contract (%w, %x) over [?, 40, 128] {
    maps = [affine_map<(b,j,i) -> (j,i)>, affine_map<(b,j,i) -> (b,i)>], out_map = affine_map<(b,j,i) -> (b,j)>}
    : (tensor<40x128xf32>, tensor<?x128xf32>) -> tensor<?x40xf32>
  return %y : tensor<?x40xf32>
}
