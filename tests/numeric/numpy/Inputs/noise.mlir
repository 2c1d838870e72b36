// Each distribution as an output: inputs of zero leave the noise alone.
#id = affine_map<(b, i, j) -> (b, i, j)>
dnd.network @Noise(%x: tensor<?x3x21xf32> {dnd.name = "x"}) -> (tensor<?x3x21xf32> {dnd.name = "normal"}, tensor<?x3x21xf32> {dnd.name = "uniform"}, tensor<?x3x21xf32> {dnd.name = "bernoulli"}) {
  %p = dnd.constant dense<0.3> : tensor<f32>
  %low = dnd.constant dense<-1.5> : tensor<f32>
  %high = dnd.constant dense<2.5> : tensor<f32>
  %n = dnd.noise normal "n" (%low, %high) like %x : (tensor<f32>, tensor<f32>, tensor<?x3x21xf32>) -> tensor<?x3x21xf32>
  %u = dnd.noise uniform "u" (%low, %high) like %x : (tensor<f32>, tensor<f32>, tensor<?x3x21xf32>) -> tensor<?x3x21xf32>
  %b = dnd.noise bernoulli "b" (%p) like %x : (tensor<f32>, tensor<?x3x21xf32>) -> tensor<?x3x21xf32>
  %yn = dnd.map add (%x, %n) {maps = [#id, #id]} : (tensor<?x3x21xf32>, tensor<?x3x21xf32>) -> tensor<?x3x21xf32>
  %yu = dnd.map add (%x, %u) {maps = [#id, #id]} : (tensor<?x3x21xf32>, tensor<?x3x21xf32>) -> tensor<?x3x21xf32>
  %yb = dnd.map add (%x, %b) {maps = [#id, #id]} : (tensor<?x3x21xf32>, tensor<?x3x21xf32>) -> tensor<?x3x21xf32>
  dnd.return %yn, %yu, %yb : tensor<?x3x21xf32>, tensor<?x3x21xf32>, tensor<?x3x21xf32>
}
