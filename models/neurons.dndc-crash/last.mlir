#loc = loc("neurons.dnd":81:9)
#loc1 = loc("neurons.dnd":82:10)
#loc2 = loc("neurons.dnd":7:3)
#loc3 = loc("neurons.dnd":8:3)
#loc4 = loc("neurons.dnd":15:3)
#loc5 = loc("neurons.dnd":22:3)
#loc6 = loc("neurons.dnd":29:3)
#loc7 = loc("neurons.dnd":36:3)
#loc8 = loc("neurons.dnd":37:3)
#loc9 = loc("neurons.dnd":44:3)
#loc10 = loc("neurons.dnd":45:3)
#loc11 = loc("neurons.dnd":52:3)
#loc12 = loc("neurons.dnd":53:3)
#loc13 = loc("neurons.dnd":54:3)
#loc14 = loc("neurons.dnd":55:3)
#loc15 = loc("neurons.dnd":56:3)
#loc16 = loc("neurons.dnd":57:3)
#loc17 = loc("neurons.dnd":64:3)
#loc18 = loc("neurons.dnd":65:3)
#loc19 = loc("neurons.dnd":66:3)
#loc20 = loc("neurons.dnd":73:3)
#loc21 = loc("neurons.dnd":74:3)
#loc22 = loc("neurons.dnd":75:3)
#loc24 = loc("neurons.dnd":83:7)
#loc25 = loc("neurons.dnd":23:17)
#loc26 = loc("neurons.dnd":30:17)
#loc27 = loc("neurons.dnd":38:17)
#loc28 = loc("neurons.dnd":46:17)
#loc29 = loc("neurons.dnd":58:17)
#loc30 = loc("neurons.dnd":67:17)
#loc31 = loc("neurons.dnd":77:17)
#loc32 = loc("neurons.dnd":93:20)
#loc33 = loc("neurons.dnd":93:19)
#loc34 = loc("neurons.dnd":98:13)
#map = affine_map<(d0, d1, d2) -> (d1, d2)>
#map1 = affine_map<(d0, d1, d2) -> (d0, d2)>
#map2 = affine_map<(d0, d1, d2) -> (d0, d1)>
#map3 = affine_map<(d0, d1, d2, d3) -> (d1, d2, d3)>
#map4 = affine_map<(d0, d1, d2, d3) -> (d0, d3)>
#map5 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map6 = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map7 = affine_map<(d0, d1) -> (d1)>
#map8 = affine_map<(d0, d1) -> (d0, d1)>
#map9 = affine_map<(d0, d1, d2) -> (d0, d2, d1)>
#map10 = affine_map<(d0, d1, d2, d3) -> (d0, d2, d3)>
#map11 = affine_map<(d0, d1, d2, d3) -> (d2, d1, d3)>
#map12 = affine_map<(d0, d1, d2, d3) -> (d0, d1)>
#map13 = affine_map<(d0, d1, d2) -> (d2, d1)>
#map14 = affine_map<(d0, d1, d2, d3) -> (d3, d0, d2)>
#map15 = affine_map<(d0, d1, d2, d3) -> (d3, d1)>
#map16 = affine_map<(d0, d1, d2) -> (d2, d0)>
#map17 = affine_map<(d0, d1) -> (d1, d0)>
#map18 = affine_map<(d0, d1) -> (d0)>
#map19 = affine_map<(d0) -> (d0)>
#map20 = affine_map<(d0, d1, d2, d3) -> (d3, d2)>
#map21 = affine_map<(d0, d1, d2, d3) -> (d3, d0, d1)>
#map22 = affine_map<(d0, d1, d2, d3) -> (d2, d3, d1)>
#map23 = affine_map<(d0) -> ()>
#map24 = affine_map<() -> ()>
#map25 = affine_map<(d0, d1, d2) -> ()>
#map26 = affine_map<(d0, d1) -> ()>
#loc35 = loc("Neurons"(#loc))
#loc36 = loc("image"(#loc1))
#loc37 = loc("a.Wa"(#loc2))
#loc38 = loc("a.Wb"(#loc3))
#loc39 = loc("b.Wa"(#loc4))
#loc40 = loc("c.Wa"(#loc5))
#loc41 = loc("d.Wa"(#loc6))
#loc42 = loc("e.Wa"(#loc7))
#loc43 = loc("e.Wb"(#loc8))
#loc44 = loc("f.Wa"(#loc9))
#loc45 = loc("f.Wb"(#loc10))
#loc46 = loc("g.Wa"(#loc11))
#loc47 = loc("g.Wb"(#loc12))
#loc48 = loc("g.Wc"(#loc13))
#loc49 = loc("g.ba"(#loc14))
#loc50 = loc("g.bb"(#loc15))
#loc51 = loc("g.bc"(#loc16))
#loc52 = loc("h.Wa"(#loc17))
#loc53 = loc("h.Wb"(#loc18))
#loc54 = loc("h.Wc"(#loc19))
#loc55 = loc("l.w"(#loc20))
#loc56 = loc("l.K"(#loc21))
#loc57 = loc("l.b"(#loc22))
#loc58 = loc("flatten"(#loc24))
#loc59 = loc("c"(#loc25))
#loc60 = loc("d"(#loc26))
#loc61 = loc("e"(#loc27))
#loc62 = loc("f"(#loc28))
#loc63 = loc("g"(#loc29))
#loc64 = loc("h"(#loc30))
#loc65 = loc("l"(#loc31))
#loc66 = loc("Neurons"(#loc32))
#loc67 = loc("Neurons"(#loc33))
#loc68 = loc("grad(Neurons)"(#loc32))
#loc70 = loc("grad(l)"(#loc31))
#loc71 = loc("grad(h)"(#loc30))
#loc72 = loc("grad(g)"(#loc29))
#loc73 = loc("grad(f)"(#loc28))
#loc74 = loc("grad(e)"(#loc27))
#loc75 = loc("grad(d)"(#loc26))
#loc76 = loc("grad(c)"(#loc25))
#loc79 = loc("loss"(#loc34))
#loc80 = loc("grad(loss)"(#loc34))
module attributes {dnd.meta = {groups = [{frozen = false, optimizer = {beta1 = 9.000000e-01 : f64, beta2 = 0.99899999999999999 : f64, eps = 1.000000e-08 : f64, lr = 1.000000e-03 : f64, weight_decay = 0.000000e+00 : f64}, patterns = ["*"]}], hyper = [{group = 0 : i64, name = "lr"}, {group = 0 : i64, name = "weight_decay"}, {group = 0 : i64, name = "beta1"}, {group = 0 : i64, name = "beta2"}, {group = 0 : i64, name = "eps"}, {group = 0 : i64, name = "bias1"}, {group = 0 : i64, name = "bias2"}], inputs = [{dtype = "f32", name = "image", shape = [8, 8]}], layers = [{inputs = [[8, 8]], kind = "flatten", loc = "neurons.dnd:83:7", outputs = [[64]], params = [], path = "flatten"}, {inputs = [[64]], kind = "type1", loc = "neurons.dnd:84:12", outputs = [[10]], params = ["a.Wa", "a.Wb"], path = "a"}, {inputs = [[64]], kind = "type1_pure", loc = "neurons.dnd:85:12", outputs = [[10]], params = ["b.Wa"], path = "b"}, {inputs = [[64]], kind = "type2", loc = "neurons.dnd:86:12", outputs = [[10]], params = ["c.Wa"], path = "c"}, {inputs = [[64]], kind = "type3", loc = "neurons.dnd:87:12", outputs = [[10]], params = ["d.Wa"], path = "d"}, {inputs = [[64]], kind = "type4", loc = "neurons.dnd:88:12", outputs = [[10]], params = ["e.Wa", "e.Wb"], path = "e"}, {inputs = [[64]], kind = "type12", loc = "neurons.dnd:89:12", outputs = [[10]], params = ["f.Wa", "f.Wb"], path = "f"}, {inputs = [[64]], kind = "type24", loc = "neurons.dnd:90:12", outputs = [[10]], params = ["g.Wa", "g.Wb", "g.Wc", "g.ba", "g.bb", "g.bc"], path = "g"}, {inputs = [[64]], kind = "quadralib", loc = "neurons.dnd:91:12", outputs = [[10]], params = ["h.Wa", "h.Wb", "h.Wc"], path = "h"}, {inputs = [[64]], kind = "dit_n1", loc = "neurons.dnd:92:12", outputs = [[10]], params = ["l.w", "l.K", "l.b"], path = "l"}], network = "Neurons", outputs = [{name = "logits", shape = [10]}], params = [{frozen = false, group = 0 : i64, init = {fn = "normal", named = {mean = 0.000000e+00 : f64, std = 1.000000e-03 : f64}}, live = 40960 : i64, loc = "neurons.dnd:7:3", mask = -1 : i64, path = "a.Wa", shape = [10, 64, 64], slots = ["m", "v"], symmetric = false}, {frozen = false, group = 0 : i64, init = {fn = "he", named = {fan_in = 6.400000e+01 : f64}}, live = 640 : i64, loc = "neurons.dnd:8:3", mask = -1 : i64, path = "a.Wb", shape = [10, 64], slots = ["m", "v"], symmetric = false}, {frozen = false, group = 0 : i64, init = {fn = "normal", named = {mean = 0.000000e+00 : f64, std = 1.000000e-02 : f64}}, live = 40960 : i64, loc = "neurons.dnd:15:3", mask = -1 : i64, path = "b.Wa", shape = [10, 64, 64], slots = ["m", "v"], symmetric = false}, {frozen = false, group = 0 : i64, init = {fn = "he", named = {fan_in = 6.400000e+01 : f64}}, live = 640 : i64, loc = "neurons.dnd:22:3", mask = -1 : i64, path = "c.Wa", shape = [10, 64], slots = ["m", "v"], symmetric = false}, {frozen = false, group = 0 : i64, init = {fn = "he", named = {fan_in = 6.400000e+01 : f64}}, live = 640 : i64, loc = "neurons.dnd:29:3", mask = -1 : i64, path = "d.Wa", shape = [10, 64], slots = ["m", "v"], symmetric = false}, {frozen = false, group = 0 : i64, init = {fn = "he", named = {fan_in = 6.400000e+01 : f64}}, live = 640 : i64, loc = "neurons.dnd:36:3", mask = -1 : i64, path = "e.Wa", shape = [10, 64], slots = ["m", "v"], symmetric = false}, {frozen = false, group = 0 : i64, init = {fn = "he", named = {fan_in = 6.400000e+01 : f64}}, live = 640 : i64, loc = "neurons.dnd:37:3", mask = -1 : i64, path = "e.Wb", shape = [10, 64], slots = ["m", "v"], symmetric = false}, {frozen = false, group = 0 : i64, init = {fn = "normal", named = {mean = 0.000000e+00 : f64, std = 1.000000e-03 : f64}}, live = 40960 : i64, loc = "neurons.dnd:44:3", mask = -1 : i64, path = "f.Wa", shape = [10, 64, 64], slots = ["m", "v"], symmetric = false}, {frozen = false, group = 0 : i64, init = {fn = "he", named = {fan_in = 6.400000e+01 : f64}}, live = 640 : i64, loc = "neurons.dnd:45:3", mask = -1 : i64, path = "f.Wb", shape = [10, 64], slots = ["m", "v"], symmetric = false}, {frozen = false, group = 0 : i64, init = {fn = "he", named = {fan_in = 6.400000e+01 : f64}}, live = 640 : i64, loc = "neurons.dnd:52:3", mask = -1 : i64, path = "g.Wa", shape = [10, 64], slots = ["m", "v"], symmetric = false}, {frozen = false, group = 0 : i64, init = {fn = "he", named = {fan_in = 6.400000e+01 : f64}}, live = 640 : i64, loc = "neurons.dnd:53:3", mask = -1 : i64, path = "g.Wb", shape = [10, 64], slots = ["m", "v"], symmetric = false}, {frozen = false, group = 0 : i64, init = {fn = "he", named = {fan_in = 6.400000e+01 : f64}}, live = 640 : i64, loc = "neurons.dnd:54:3", mask = -1 : i64, path = "g.Wc", shape = [10, 64], slots = ["m", "v"], symmetric = false}, {frozen = false, group = 0 : i64, init = {fn = "zeros"}, live = 10 : i64, loc = "neurons.dnd:55:3", mask = -1 : i64, path = "g.ba", shape = [10], slots = ["m", "v"], symmetric = false}, {frozen = false, group = 0 : i64, init = {fn = "ones"}, live = 10 : i64, loc = "neurons.dnd:56:3", mask = -1 : i64, path = "g.bb", shape = [10], slots = ["m", "v"], symmetric = false}, {frozen = false, group = 0 : i64, init = {fn = "zeros"}, live = 10 : i64, loc = "neurons.dnd:57:3", mask = -1 : i64, path = "g.bc", shape = [10], slots = ["m", "v"], symmetric = false}, {frozen = false, group = 0 : i64, init = {fn = "he", named = {fan_in = 6.400000e+01 : f64}}, live = 640 : i64, loc = "neurons.dnd:64:3", mask = -1 : i64, path = "h.Wa", shape = [10, 64], slots = ["m", "v"], symmetric = false}, {frozen = false, group = 0 : i64, init = {fn = "he", named = {fan_in = 6.400000e+01 : f64}}, live = 640 : i64, loc = "neurons.dnd:65:3", mask = -1 : i64, path = "h.Wb", shape = [10, 64], slots = ["m", "v"], symmetric = false}, {frozen = false, group = 0 : i64, init = {fn = "he", named = {fan_in = 6.400000e+01 : f64}}, live = 640 : i64, loc = "neurons.dnd:66:3", mask = -1 : i64, path = "h.Wc", shape = [10, 64], slots = ["m", "v"], symmetric = false}, {frozen = false, group = 0 : i64, init = {fn = "he", named = {fan_in = 6.400000e+01 : f64}}, live = 640 : i64, loc = "neurons.dnd:73:3", mask = -1 : i64, path = "l.w", shape = [10, 64], slots = ["m", "v"], symmetric = false}, {frozen = false, group = 0 : i64, init = {fn = "normal", named = {mean = 0.000000e+00 : f64, std = 1.000000e-02 : f64}}, live = 40960 : i64, loc = "neurons.dnd:74:3", mask = -1 : i64, path = "l.K", shape = [10, 64, 64], slots = ["m", "v"], symmetric = false}, {frozen = false, group = 0 : i64, init = {fn = "zeros"}, live = 10 : i64, loc = "neurons.dnd:75:3", mask = -1 : i64, path = "l.b", shape = [10], slots = ["m", "v"], symmetric = false}], recipe = {batch = 64 : i64, constants = {}, data = {fn = "optdigits"}, epochs = 20 : i64, loss = "cross_entropy", metrics = ["accuracy", "macro_f1"], optimizer = {beta1 = 9.000000e-01 : f64, beta2 = 0.99899999999999999 : f64, eps = 1.000000e-08 : f64, kind = "adam", lr = 1.000000e-03 : f64, weight_decay = 0.000000e+00 : f64}}, tables = [], targets = [{classes = 10 : i64, dtype = "i32", kind = "label", name = "label"}]}} {
  func.func @forward(%arg0: tensor<?x8x8xf32> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "input", dnd.name = "image"} loc("image"(#loc1)), %arg1: tensor<10x64x64xf32> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "param", dnd.name = "a.Wa"} loc("a.Wa"(#loc2)), %arg2: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 1 : i64, dnd.kind = "param", dnd.name = "a.Wb"} loc("a.Wb"(#loc3)), %arg3: tensor<10x64x64xf32> {bufferization.writable = false, dnd.index = 2 : i64, dnd.kind = "param", dnd.name = "b.Wa"} loc("b.Wa"(#loc4)), %arg4: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 3 : i64, dnd.kind = "param", dnd.name = "c.Wa"} loc("c.Wa"(#loc5)), %arg5: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 4 : i64, dnd.kind = "param", dnd.name = "d.Wa"} loc("d.Wa"(#loc6)), %arg6: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 5 : i64, dnd.kind = "param", dnd.name = "e.Wa"} loc("e.Wa"(#loc7)), %arg7: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 6 : i64, dnd.kind = "param", dnd.name = "e.Wb"} loc("e.Wb"(#loc8)), %arg8: tensor<10x64x64xf32> {bufferization.writable = false, dnd.index = 7 : i64, dnd.kind = "param", dnd.name = "f.Wa"} loc("f.Wa"(#loc9)), %arg9: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 8 : i64, dnd.kind = "param", dnd.name = "f.Wb"} loc("f.Wb"(#loc10)), %arg10: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 9 : i64, dnd.kind = "param", dnd.name = "g.Wa"} loc("g.Wa"(#loc11)), %arg11: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 10 : i64, dnd.kind = "param", dnd.name = "g.Wb"} loc("g.Wb"(#loc12)), %arg12: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 11 : i64, dnd.kind = "param", dnd.name = "g.Wc"} loc("g.Wc"(#loc13)), %arg13: tensor<10xf32> {bufferization.writable = false, dnd.index = 12 : i64, dnd.kind = "param", dnd.name = "g.ba"} loc("g.ba"(#loc14)), %arg14: tensor<10xf32> {bufferization.writable = false, dnd.index = 13 : i64, dnd.kind = "param", dnd.name = "g.bb"} loc("g.bb"(#loc15)), %arg15: tensor<10xf32> {bufferization.writable = false, dnd.index = 14 : i64, dnd.kind = "param", dnd.name = "g.bc"} loc("g.bc"(#loc16)), %arg16: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 15 : i64, dnd.kind = "param", dnd.name = "h.Wa"} loc("h.Wa"(#loc17)), %arg17: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 16 : i64, dnd.kind = "param", dnd.name = "h.Wb"} loc("h.Wb"(#loc18)), %arg18: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 17 : i64, dnd.kind = "param", dnd.name = "h.Wc"} loc("h.Wc"(#loc19)), %arg19: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 18 : i64, dnd.kind = "param", dnd.name = "l.w"} loc("l.w"(#loc20)), %arg20: tensor<10x64x64xf32> {bufferization.writable = false, dnd.index = 19 : i64, dnd.kind = "param", dnd.name = "l.K"} loc("l.K"(#loc21)), %arg21: tensor<10xf32> {bufferization.writable = false, dnd.index = 20 : i64, dnd.kind = "param", dnd.name = "l.b"} loc("l.b"(#loc22)), %arg22: tensor<?x10xf32> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "output", dnd.name = "logits"} loc("Neurons"(#loc)), %arg23: index {dnd.kind = "batch"} loc("Neurons"(#loc))) -> (tensor<?x10xf32> {dnd.index = 0 : i64, dnd.kind = "output", dnd.name = "logits"}) {
    %cst = arith.constant 0.111111112 : f32 loc(#loc23)
    %cst_0 = arith.constant 0.000000e+00 : f32 loc(#loc23)
    %collapsed = tensor.collapse_shape %arg0 [[0], [1, 2]] : tensor<?x8x8xf32> into tensor<?x64xf32> loc(#loc58)
    %0 = tensor.empty(%arg23) : tensor<?x10xf32> loc(#loc59)
    %1 = linalg.fill ins(%cst_0 : f32) outs(%0 : tensor<?x10xf32>) -> tensor<?x10xf32> loc(#loc59)
    %2 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg4, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("c.Wa"(#loc5)), %in_5: f32 loc("flatten"(#loc24)), %out: f32 loc("c"(#loc25))):
      %33 = arith.mulf %in, %in_5 : f32 loc(#loc59)
      %34 = arith.mulf %33, %in_5 : f32 loc(#loc59)
      %35 = arith.addf %out, %34 : f32 loc(#loc59)
      linalg.yield %35 : f32 loc(#loc59)
    } -> tensor<?x10xf32> loc(#loc59)
    %expanded = tensor.expand_shape %arg5 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc60)
    %3 = tensor.empty(%arg23) : tensor<?x10x1xf32> loc(#loc60)
    %4 = linalg.fill ins(%cst_0 : f32) outs(%3 : tensor<?x10x1xf32>) -> tensor<?x10x1xf32> loc(#loc60)
    %5 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("d"(#loc26)), %in_5: f32 loc("flatten"(#loc24)), %out: f32 loc("d"(#loc26))):
      %33 = arith.mulf %in, %in_5 : f32 loc(#loc60)
      %34 = arith.addf %out, %33 : f32 loc(#loc60)
      linalg.yield %34 : f32 loc(#loc60)
    } -> tensor<?x10x1xf32> loc(#loc60)
    %6 = linalg.generic {indexing_maps = [#map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%5 : tensor<?x10x1xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("d"(#loc26)), %out: f32 loc("c"(#loc25))):
      %33 = arith.mulf %in, %in : f32 loc(#loc60)
      %34 = arith.addf %out, %33 : f32 loc(#loc60)
      linalg.yield %34 : f32 loc(#loc60)
    } -> tensor<?x10xf32> loc(#loc60)
    %expanded_1 = tensor.expand_shape %arg6 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc61)
    %expanded_2 = tensor.expand_shape %arg7 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc61)
    %7 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_1, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_5: f32 loc("flatten"(#loc24)), %out: f32 loc("e"(#loc27))):
      %33 = arith.mulf %in, %in_5 : f32 loc(#loc61)
      %34 = arith.addf %out, %33 : f32 loc(#loc61)
      linalg.yield %34 : f32 loc(#loc61)
    } -> tensor<?x10x1xf32> loc(#loc61)
    %8 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_2, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_5: f32 loc("flatten"(#loc24)), %out: f32 loc("e"(#loc27))):
      %33 = arith.mulf %in, %in_5 : f32 loc(#loc61)
      %34 = arith.addf %out, %33 : f32 loc(#loc61)
      linalg.yield %34 : f32 loc(#loc61)
    } -> tensor<?x10x1xf32> loc(#loc61)
    %9 = linalg.generic {indexing_maps = [#map6, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%7, %8 : tensor<?x10x1xf32>, tensor<?x10x1xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_5: f32 loc("e"(#loc27)), %out: f32 loc("e"(#loc27))):
      %33 = arith.mulf %in, %in_5 : f32 loc(#loc61)
      %34 = arith.addf %out, %33 : f32 loc(#loc61)
      linalg.yield %34 : f32 loc(#loc61)
    } -> tensor<?x10xf32> loc(#loc61)
    %10 = tensor.empty(%arg23) : tensor<?x10x64xf32> loc(#loc62)
    %11 = linalg.fill ins(%cst_0 : f32) outs(%10 : tensor<?x10x64xf32>) -> tensor<?x10x64xf32> loc(#loc62)
    %12 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%arg8, %collapsed : tensor<10x64x64xf32>, tensor<?x64xf32>) outs(%11 : tensor<?x10x64xf32>) {
    ^bb0(%in: f32 loc("f.Wa"(#loc9)), %in_5: f32 loc("flatten"(#loc24)), %out: f32 loc("f"(#loc28))):
      %33 = arith.mulf %in, %in_5 : f32 loc(#loc62)
      %34 = arith.addf %out, %33 : f32 loc(#loc62)
      linalg.yield %34 : f32 loc(#loc62)
    } -> tensor<?x10x64xf32> loc(#loc62)
    %13 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%12, %collapsed : tensor<?x10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("f"(#loc28)), %in_5: f32 loc("flatten"(#loc24)), %out: f32 loc("f"(#loc28))):
      %33 = arith.mulf %in, %in_5 : f32 loc(#loc62)
      %34 = arith.addf %out, %33 : f32 loc(#loc62)
      linalg.yield %34 : f32 loc(#loc62)
    } -> tensor<?x10xf32> loc(#loc62)
    %14 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg9, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("f.Wb"(#loc10)), %in_5: f32 loc("flatten"(#loc24)), %out: f32 loc("c"(#loc25))):
      %33 = arith.mulf %in, %in_5 : f32 loc(#loc62)
      %34 = arith.mulf %33, %in_5 : f32 loc(#loc62)
      %35 = arith.addf %out, %34 : f32 loc(#loc62)
      linalg.yield %35 : f32 loc(#loc62)
    } -> tensor<?x10xf32> loc(#loc62)
    %15 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg10, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g.Wa"(#loc11)), %in_5: f32 loc("flatten"(#loc24)), %out: f32 loc("g"(#loc29))):
      %33 = arith.mulf %in, %in_5 : f32 loc(#loc63)
      %34 = arith.addf %out, %33 : f32 loc(#loc63)
      linalg.yield %34 : f32 loc(#loc63)
    } -> tensor<?x10xf32> loc(#loc63)
    %16 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg11, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g.Wb"(#loc12)), %in_5: f32 loc("flatten"(#loc24)), %out: f32 loc("g"(#loc29))):
      %33 = arith.mulf %in, %in_5 : f32 loc(#loc63)
      %34 = arith.addf %out, %33 : f32 loc(#loc63)
      linalg.yield %34 : f32 loc(#loc63)
    } -> tensor<?x10xf32> loc(#loc63)
    %17 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg12, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g.Wc"(#loc13)), %in_5: f32 loc("flatten"(#loc24)), %out: f32 loc("c"(#loc25))):
      %33 = arith.mulf %in, %in_5 : f32 loc(#loc63)
      %34 = arith.mulf %33, %in_5 : f32 loc(#loc63)
      %35 = arith.addf %out, %34 : f32 loc(#loc63)
      linalg.yield %35 : f32 loc(#loc63)
    } -> tensor<?x10xf32> loc(#loc63)
    %expanded_3 = tensor.expand_shape %arg16 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc64)
    %expanded_4 = tensor.expand_shape %arg17 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc64)
    %18 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_3, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_5: f32 loc("flatten"(#loc24)), %out: f32 loc("h"(#loc30))):
      %33 = arith.mulf %in, %in_5 : f32 loc(#loc64)
      %34 = arith.addf %out, %33 : f32 loc(#loc64)
      linalg.yield %34 : f32 loc(#loc64)
    } -> tensor<?x10x1xf32> loc(#loc64)
    %19 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_4, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_5: f32 loc("flatten"(#loc24)), %out: f32 loc("h"(#loc30))):
      %33 = arith.mulf %in, %in_5 : f32 loc(#loc64)
      %34 = arith.addf %out, %33 : f32 loc(#loc64)
      linalg.yield %34 : f32 loc(#loc64)
    } -> tensor<?x10x1xf32> loc(#loc64)
    %20 = linalg.generic {indexing_maps = [#map6, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%18, %19 : tensor<?x10x1xf32>, tensor<?x10x1xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_5: f32 loc("h"(#loc30)), %out: f32 loc("h"(#loc30))):
      %33 = arith.mulf %in, %in_5 : f32 loc(#loc64)
      %34 = arith.addf %out, %33 : f32 loc(#loc64)
      linalg.yield %34 : f32 loc(#loc64)
    } -> tensor<?x10xf32> loc(#loc64)
    %21 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg18, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("h.Wc"(#loc19)), %in_5: f32 loc("flatten"(#loc24)), %out: f32 loc("h"(#loc30))):
      %33 = arith.mulf %in, %in_5 : f32 loc(#loc64)
      %34 = arith.addf %out, %33 : f32 loc(#loc64)
      linalg.yield %34 : f32 loc(#loc64)
    } -> tensor<?x10xf32> loc(#loc64)
    %22 = tensor.empty() : tensor<10x64x64xf32> loc(#loc65)
    %23 = linalg.generic {indexing_maps = [#map6, #map2, #map1, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg20, %arg19, %arg19 : tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("l.K"(#loc21)), %in_5: f32 loc("l.w"(#loc20)), %in_6: f32 loc("l.w"(#loc20)), %out: f32 loc("l"(#loc31))):
      %33 = arith.mulf %in, %in_5 : f32 loc(#loc65)
      %34 = arith.mulf %33, %in_6 : f32 loc(#loc65)
      linalg.yield %34 : f32 loc(#loc65)
    } -> tensor<10x64x64xf32> loc(#loc65)
    %24 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%23, %collapsed : tensor<10x64x64xf32>, tensor<?x64xf32>) outs(%11 : tensor<?x10x64xf32>) {
    ^bb0(%in: f32 loc("l"(#loc31)), %in_5: f32 loc("flatten"(#loc24)), %out: f32 loc("l"(#loc31))):
      %33 = arith.mulf %in, %in_5 : f32 loc(#loc65)
      %34 = arith.addf %out, %33 : f32 loc(#loc65)
      linalg.yield %34 : f32 loc(#loc65)
    } -> tensor<?x10x64xf32> loc(#loc65)
    %25 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%24, %collapsed : tensor<?x10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("l"(#loc31)), %in_5: f32 loc("flatten"(#loc24)), %out: f32 loc("l"(#loc31))):
      %33 = arith.mulf %in, %in_5 : f32 loc(#loc65)
      %34 = arith.addf %out, %33 : f32 loc(#loc65)
      linalg.yield %34 : f32 loc(#loc65)
    } -> tensor<?x10xf32> loc(#loc65)
    %26 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg19, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("l.w"(#loc20)), %in_5: f32 loc("flatten"(#loc24)), %out: f32 loc("l"(#loc31))):
      %33 = arith.mulf %in, %in_5 : f32 loc(#loc65)
      %34 = arith.addf %out, %33 : f32 loc(#loc65)
      linalg.yield %34 : f32 loc(#loc65)
    } -> tensor<?x10xf32> loc(#loc65)
    %27 = linalg.generic {indexing_maps = [#map6, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg1, %arg3 : tensor<10x64x64xf32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("a.Wa"(#loc2)), %in_5: f32 loc("b.Wa"(#loc4)), %out: f32 loc("Neurons"(#loc32))):
      %33 = arith.addf %in, %in_5 : f32 loc(#loc66)
      linalg.yield %33 : f32 loc(#loc66)
    } -> tensor<10x64x64xf32> loc(#loc66)
    %28 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%27, %collapsed : tensor<10x64x64xf32>, tensor<?x64xf32>) outs(%11 : tensor<?x10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc32)), %in_5: f32 loc("flatten"(#loc24)), %out: f32 loc("Neurons"(#loc32))):
      %33 = arith.mulf %in, %in_5 : f32 loc(#loc66)
      %34 = arith.addf %out, %33 : f32 loc(#loc66)
      linalg.yield %34 : f32 loc(#loc66)
    } -> tensor<?x10x64xf32> loc(#loc66)
    %29 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%28, %collapsed : tensor<?x10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc32)), %in_5: f32 loc("flatten"(#loc24)), %out: f32 loc("Neurons"(#loc32))):
      %33 = arith.mulf %in, %in_5 : f32 loc(#loc66)
      %34 = arith.addf %out, %33 : f32 loc(#loc66)
      linalg.yield %34 : f32 loc(#loc66)
    } -> tensor<?x10xf32> loc(#loc66)
    %30 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg2, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("a.Wb"(#loc3)), %in_5: f32 loc("flatten"(#loc24)), %out: f32 loc("Neurons"(#loc32))):
      %33 = arith.mulf %in, %in_5 : f32 loc(#loc66)
      %34 = arith.addf %out, %33 : f32 loc(#loc66)
      linalg.yield %34 : f32 loc(#loc66)
    } -> tensor<?x10xf32> loc(#loc66)
    %31 = linalg.generic {indexing_maps = [#map7, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map7, #map8, #map7, #map8, #map8, #map8, #map7, #map8, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg15, %29, %30, %2, %6, %9, %13, %14, %15, %arg13, %16, %arg14, %17, %20, %21, %arg21, %25, %26 : tensor<10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<10xf32>, tensor<?x10xf32>, tensor<10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<10xf32>, tensor<?x10xf32>, tensor<?x10xf32>) outs(%0 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g.bc"(#loc16)), %in_5: f32 loc("Neurons"(#loc32)), %in_6: f32 loc("Neurons"(#loc32)), %in_7: f32 loc("c"(#loc25)), %in_8: f32 loc("d"(#loc26)), %in_9: f32 loc("e"(#loc27)), %in_10: f32 loc("f"(#loc28)), %in_11: f32 loc("f"(#loc28)), %in_12: f32 loc("g"(#loc29)), %in_13: f32 loc("g.ba"(#loc14)), %in_14: f32 loc("g"(#loc29)), %in_15: f32 loc("g.bb"(#loc15)), %in_16: f32 loc("g"(#loc29)), %in_17: f32 loc("h"(#loc30)), %in_18: f32 loc("h"(#loc30)), %in_19: f32 loc("l.b"(#loc22)), %in_20: f32 loc("l"(#loc31)), %in_21: f32 loc("l"(#loc31)), %out: f32 loc("c"(#loc25))):
      %33 = arith.addf %in_20, %in_21 : f32 loc(#loc65)
      %34 = arith.addf %in_19, %33 : f32 loc(#loc65)
      %35 = arith.addf %in_17, %in_18 : f32 loc(#loc64)
      %36 = arith.addf %in_14, %in_15 : f32 loc(#loc63)
      %37 = arith.addf %in_12, %in_13 : f32 loc(#loc63)
      %38 = arith.mulf %37, %36 : f32 loc(#loc63)
      %39 = arith.addf %in_5, %in_6 : f32 loc(#loc66)
      %40 = arith.addf %in, %39 : f32 loc(#loc66)
      %41 = arith.addf %40, %in_7 : f32 loc(#loc67)
      %42 = arith.addf %41, %in_8 : f32 loc(#loc67)
      %43 = arith.addf %42, %in_9 : f32 loc(#loc67)
      %44 = arith.addf %43, %in_10 : f32 loc(#loc67)
      %45 = arith.addf %44, %in_11 : f32 loc(#loc67)
      %46 = arith.addf %45, %38 : f32 loc(#loc67)
      %47 = arith.addf %46, %in_16 : f32 loc(#loc67)
      %48 = arith.addf %47, %35 : f32 loc(#loc67)
      %49 = arith.addf %48, %34 : f32 loc(#loc67)
      %50 = arith.mulf %49, %cst : f32 loc(#loc67)
      linalg.yield %50 : f32 loc(#loc67)
    } -> tensor<?x10xf32> loc(#loc67)
    %32 = bufferization.materialize_in_destination %31 in %arg22 : (tensor<?x10xf32>, tensor<?x10xf32>) -> tensor<?x10xf32> loc(#loc67)
    return %32 : tensor<?x10xf32> loc(#loc35)
  } loc(#loc35)
  func.func @forward_f64(%arg0: tensor<?x8x8xf64> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "input", dnd.name = "image"} loc("image"(#loc1)), %arg1: tensor<10x64x64xf64> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "param", dnd.name = "a.Wa"} loc("a.Wa"(#loc2)), %arg2: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 1 : i64, dnd.kind = "param", dnd.name = "a.Wb"} loc("a.Wb"(#loc3)), %arg3: tensor<10x64x64xf64> {bufferization.writable = false, dnd.index = 2 : i64, dnd.kind = "param", dnd.name = "b.Wa"} loc("b.Wa"(#loc4)), %arg4: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 3 : i64, dnd.kind = "param", dnd.name = "c.Wa"} loc("c.Wa"(#loc5)), %arg5: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 4 : i64, dnd.kind = "param", dnd.name = "d.Wa"} loc("d.Wa"(#loc6)), %arg6: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 5 : i64, dnd.kind = "param", dnd.name = "e.Wa"} loc("e.Wa"(#loc7)), %arg7: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 6 : i64, dnd.kind = "param", dnd.name = "e.Wb"} loc("e.Wb"(#loc8)), %arg8: tensor<10x64x64xf64> {bufferization.writable = false, dnd.index = 7 : i64, dnd.kind = "param", dnd.name = "f.Wa"} loc("f.Wa"(#loc9)), %arg9: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 8 : i64, dnd.kind = "param", dnd.name = "f.Wb"} loc("f.Wb"(#loc10)), %arg10: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 9 : i64, dnd.kind = "param", dnd.name = "g.Wa"} loc("g.Wa"(#loc11)), %arg11: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 10 : i64, dnd.kind = "param", dnd.name = "g.Wb"} loc("g.Wb"(#loc12)), %arg12: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 11 : i64, dnd.kind = "param", dnd.name = "g.Wc"} loc("g.Wc"(#loc13)), %arg13: tensor<10xf64> {bufferization.writable = false, dnd.index = 12 : i64, dnd.kind = "param", dnd.name = "g.ba"} loc("g.ba"(#loc14)), %arg14: tensor<10xf64> {bufferization.writable = false, dnd.index = 13 : i64, dnd.kind = "param", dnd.name = "g.bb"} loc("g.bb"(#loc15)), %arg15: tensor<10xf64> {bufferization.writable = false, dnd.index = 14 : i64, dnd.kind = "param", dnd.name = "g.bc"} loc("g.bc"(#loc16)), %arg16: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 15 : i64, dnd.kind = "param", dnd.name = "h.Wa"} loc("h.Wa"(#loc17)), %arg17: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 16 : i64, dnd.kind = "param", dnd.name = "h.Wb"} loc("h.Wb"(#loc18)), %arg18: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 17 : i64, dnd.kind = "param", dnd.name = "h.Wc"} loc("h.Wc"(#loc19)), %arg19: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 18 : i64, dnd.kind = "param", dnd.name = "l.w"} loc("l.w"(#loc20)), %arg20: tensor<10x64x64xf64> {bufferization.writable = false, dnd.index = 19 : i64, dnd.kind = "param", dnd.name = "l.K"} loc("l.K"(#loc21)), %arg21: tensor<10xf64> {bufferization.writable = false, dnd.index = 20 : i64, dnd.kind = "param", dnd.name = "l.b"} loc("l.b"(#loc22)), %arg22: tensor<?x10xf64> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "output", dnd.name = "logits"} loc("Neurons"(#loc)), %arg23: index {dnd.kind = "batch"} loc("Neurons"(#loc))) -> (tensor<?x10xf64> {dnd.index = 0 : i64, dnd.kind = "output", dnd.name = "logits"}) {
    %cst = arith.constant 0.1111111111111111 : f64 loc(#loc23)
    %cst_0 = arith.constant 0.000000e+00 : f64 loc(#loc23)
    %collapsed = tensor.collapse_shape %arg0 [[0], [1, 2]] : tensor<?x8x8xf64> into tensor<?x64xf64> loc(#loc58)
    %0 = tensor.empty(%arg23) : tensor<?x10xf64> loc(#loc59)
    %1 = linalg.fill ins(%cst_0 : f64) outs(%0 : tensor<?x10xf64>) -> tensor<?x10xf64> loc(#loc59)
    %2 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg4, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("c.Wa"(#loc5)), %in_5: f64 loc("flatten"(#loc24)), %out: f64 loc("c"(#loc25))):
      %33 = arith.mulf %in, %in_5 : f64 loc(#loc59)
      %34 = arith.mulf %33, %in_5 : f64 loc(#loc59)
      %35 = arith.addf %out, %34 : f64 loc(#loc59)
      linalg.yield %35 : f64 loc(#loc59)
    } -> tensor<?x10xf64> loc(#loc59)
    %expanded = tensor.expand_shape %arg5 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf64> into tensor<10x1x64xf64> loc(#loc60)
    %3 = tensor.empty(%arg23) : tensor<?x10x1xf64> loc(#loc60)
    %4 = linalg.fill ins(%cst_0 : f64) outs(%3 : tensor<?x10x1xf64>) -> tensor<?x10x1xf64> loc(#loc60)
    %5 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded, %collapsed : tensor<10x1x64xf64>, tensor<?x64xf64>) outs(%4 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("d"(#loc26)), %in_5: f64 loc("flatten"(#loc24)), %out: f64 loc("d"(#loc26))):
      %33 = arith.mulf %in, %in_5 : f64 loc(#loc60)
      %34 = arith.addf %out, %33 : f64 loc(#loc60)
      linalg.yield %34 : f64 loc(#loc60)
    } -> tensor<?x10x1xf64> loc(#loc60)
    %6 = linalg.generic {indexing_maps = [#map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%5 : tensor<?x10x1xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("d"(#loc26)), %out: f64 loc("c"(#loc25))):
      %33 = arith.mulf %in, %in : f64 loc(#loc60)
      %34 = arith.addf %out, %33 : f64 loc(#loc60)
      linalg.yield %34 : f64 loc(#loc60)
    } -> tensor<?x10xf64> loc(#loc60)
    %expanded_1 = tensor.expand_shape %arg6 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf64> into tensor<10x1x64xf64> loc(#loc61)
    %expanded_2 = tensor.expand_shape %arg7 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf64> into tensor<10x1x64xf64> loc(#loc61)
    %7 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_1, %collapsed : tensor<10x1x64xf64>, tensor<?x64xf64>) outs(%4 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("e"(#loc27)), %in_5: f64 loc("flatten"(#loc24)), %out: f64 loc("e"(#loc27))):
      %33 = arith.mulf %in, %in_5 : f64 loc(#loc61)
      %34 = arith.addf %out, %33 : f64 loc(#loc61)
      linalg.yield %34 : f64 loc(#loc61)
    } -> tensor<?x10x1xf64> loc(#loc61)
    %8 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_2, %collapsed : tensor<10x1x64xf64>, tensor<?x64xf64>) outs(%4 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("e"(#loc27)), %in_5: f64 loc("flatten"(#loc24)), %out: f64 loc("e"(#loc27))):
      %33 = arith.mulf %in, %in_5 : f64 loc(#loc61)
      %34 = arith.addf %out, %33 : f64 loc(#loc61)
      linalg.yield %34 : f64 loc(#loc61)
    } -> tensor<?x10x1xf64> loc(#loc61)
    %9 = linalg.generic {indexing_maps = [#map6, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%7, %8 : tensor<?x10x1xf64>, tensor<?x10x1xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("e"(#loc27)), %in_5: f64 loc("e"(#loc27)), %out: f64 loc("e"(#loc27))):
      %33 = arith.mulf %in, %in_5 : f64 loc(#loc61)
      %34 = arith.addf %out, %33 : f64 loc(#loc61)
      linalg.yield %34 : f64 loc(#loc61)
    } -> tensor<?x10xf64> loc(#loc61)
    %10 = tensor.empty(%arg23) : tensor<?x10x64xf64> loc(#loc62)
    %11 = linalg.fill ins(%cst_0 : f64) outs(%10 : tensor<?x10x64xf64>) -> tensor<?x10x64xf64> loc(#loc62)
    %12 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%arg8, %collapsed : tensor<10x64x64xf64>, tensor<?x64xf64>) outs(%11 : tensor<?x10x64xf64>) {
    ^bb0(%in: f64 loc("f.Wa"(#loc9)), %in_5: f64 loc("flatten"(#loc24)), %out: f64 loc("f"(#loc28))):
      %33 = arith.mulf %in, %in_5 : f64 loc(#loc62)
      %34 = arith.addf %out, %33 : f64 loc(#loc62)
      linalg.yield %34 : f64 loc(#loc62)
    } -> tensor<?x10x64xf64> loc(#loc62)
    %13 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%12, %collapsed : tensor<?x10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("f"(#loc28)), %in_5: f64 loc("flatten"(#loc24)), %out: f64 loc("f"(#loc28))):
      %33 = arith.mulf %in, %in_5 : f64 loc(#loc62)
      %34 = arith.addf %out, %33 : f64 loc(#loc62)
      linalg.yield %34 : f64 loc(#loc62)
    } -> tensor<?x10xf64> loc(#loc62)
    %14 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg9, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("f.Wb"(#loc10)), %in_5: f64 loc("flatten"(#loc24)), %out: f64 loc("c"(#loc25))):
      %33 = arith.mulf %in, %in_5 : f64 loc(#loc62)
      %34 = arith.mulf %33, %in_5 : f64 loc(#loc62)
      %35 = arith.addf %out, %34 : f64 loc(#loc62)
      linalg.yield %35 : f64 loc(#loc62)
    } -> tensor<?x10xf64> loc(#loc62)
    %15 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg10, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("g.Wa"(#loc11)), %in_5: f64 loc("flatten"(#loc24)), %out: f64 loc("g"(#loc29))):
      %33 = arith.mulf %in, %in_5 : f64 loc(#loc63)
      %34 = arith.addf %out, %33 : f64 loc(#loc63)
      linalg.yield %34 : f64 loc(#loc63)
    } -> tensor<?x10xf64> loc(#loc63)
    %16 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg11, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("g.Wb"(#loc12)), %in_5: f64 loc("flatten"(#loc24)), %out: f64 loc("g"(#loc29))):
      %33 = arith.mulf %in, %in_5 : f64 loc(#loc63)
      %34 = arith.addf %out, %33 : f64 loc(#loc63)
      linalg.yield %34 : f64 loc(#loc63)
    } -> tensor<?x10xf64> loc(#loc63)
    %17 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg12, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("g.Wc"(#loc13)), %in_5: f64 loc("flatten"(#loc24)), %out: f64 loc("c"(#loc25))):
      %33 = arith.mulf %in, %in_5 : f64 loc(#loc63)
      %34 = arith.mulf %33, %in_5 : f64 loc(#loc63)
      %35 = arith.addf %out, %34 : f64 loc(#loc63)
      linalg.yield %35 : f64 loc(#loc63)
    } -> tensor<?x10xf64> loc(#loc63)
    %expanded_3 = tensor.expand_shape %arg16 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf64> into tensor<10x1x64xf64> loc(#loc64)
    %expanded_4 = tensor.expand_shape %arg17 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf64> into tensor<10x1x64xf64> loc(#loc64)
    %18 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_3, %collapsed : tensor<10x1x64xf64>, tensor<?x64xf64>) outs(%4 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("h"(#loc30)), %in_5: f64 loc("flatten"(#loc24)), %out: f64 loc("h"(#loc30))):
      %33 = arith.mulf %in, %in_5 : f64 loc(#loc64)
      %34 = arith.addf %out, %33 : f64 loc(#loc64)
      linalg.yield %34 : f64 loc(#loc64)
    } -> tensor<?x10x1xf64> loc(#loc64)
    %19 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_4, %collapsed : tensor<10x1x64xf64>, tensor<?x64xf64>) outs(%4 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("h"(#loc30)), %in_5: f64 loc("flatten"(#loc24)), %out: f64 loc("h"(#loc30))):
      %33 = arith.mulf %in, %in_5 : f64 loc(#loc64)
      %34 = arith.addf %out, %33 : f64 loc(#loc64)
      linalg.yield %34 : f64 loc(#loc64)
    } -> tensor<?x10x1xf64> loc(#loc64)
    %20 = linalg.generic {indexing_maps = [#map6, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%18, %19 : tensor<?x10x1xf64>, tensor<?x10x1xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("h"(#loc30)), %in_5: f64 loc("h"(#loc30)), %out: f64 loc("h"(#loc30))):
      %33 = arith.mulf %in, %in_5 : f64 loc(#loc64)
      %34 = arith.addf %out, %33 : f64 loc(#loc64)
      linalg.yield %34 : f64 loc(#loc64)
    } -> tensor<?x10xf64> loc(#loc64)
    %21 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg18, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("h.Wc"(#loc19)), %in_5: f64 loc("flatten"(#loc24)), %out: f64 loc("h"(#loc30))):
      %33 = arith.mulf %in, %in_5 : f64 loc(#loc64)
      %34 = arith.addf %out, %33 : f64 loc(#loc64)
      linalg.yield %34 : f64 loc(#loc64)
    } -> tensor<?x10xf64> loc(#loc64)
    %22 = tensor.empty() : tensor<10x64x64xf64> loc(#loc65)
    %23 = linalg.generic {indexing_maps = [#map6, #map2, #map1, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg20, %arg19, %arg19 : tensor<10x64x64xf64>, tensor<10x64xf64>, tensor<10x64xf64>) outs(%22 : tensor<10x64x64xf64>) {
    ^bb0(%in: f64 loc("l.K"(#loc21)), %in_5: f64 loc("l.w"(#loc20)), %in_6: f64 loc("l.w"(#loc20)), %out: f64 loc("l"(#loc31))):
      %33 = arith.mulf %in, %in_5 : f64 loc(#loc65)
      %34 = arith.mulf %33, %in_6 : f64 loc(#loc65)
      linalg.yield %34 : f64 loc(#loc65)
    } -> tensor<10x64x64xf64> loc(#loc65)
    %24 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%23, %collapsed : tensor<10x64x64xf64>, tensor<?x64xf64>) outs(%11 : tensor<?x10x64xf64>) {
    ^bb0(%in: f64 loc("l"(#loc31)), %in_5: f64 loc("flatten"(#loc24)), %out: f64 loc("l"(#loc31))):
      %33 = arith.mulf %in, %in_5 : f64 loc(#loc65)
      %34 = arith.addf %out, %33 : f64 loc(#loc65)
      linalg.yield %34 : f64 loc(#loc65)
    } -> tensor<?x10x64xf64> loc(#loc65)
    %25 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%24, %collapsed : tensor<?x10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("l"(#loc31)), %in_5: f64 loc("flatten"(#loc24)), %out: f64 loc("l"(#loc31))):
      %33 = arith.mulf %in, %in_5 : f64 loc(#loc65)
      %34 = arith.addf %out, %33 : f64 loc(#loc65)
      linalg.yield %34 : f64 loc(#loc65)
    } -> tensor<?x10xf64> loc(#loc65)
    %26 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg19, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("l.w"(#loc20)), %in_5: f64 loc("flatten"(#loc24)), %out: f64 loc("l"(#loc31))):
      %33 = arith.mulf %in, %in_5 : f64 loc(#loc65)
      %34 = arith.addf %out, %33 : f64 loc(#loc65)
      linalg.yield %34 : f64 loc(#loc65)
    } -> tensor<?x10xf64> loc(#loc65)
    %27 = linalg.generic {indexing_maps = [#map6, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg1, %arg3 : tensor<10x64x64xf64>, tensor<10x64x64xf64>) outs(%22 : tensor<10x64x64xf64>) {
    ^bb0(%in: f64 loc("a.Wa"(#loc2)), %in_5: f64 loc("b.Wa"(#loc4)), %out: f64 loc("Neurons"(#loc32))):
      %33 = arith.addf %in, %in_5 : f64 loc(#loc66)
      linalg.yield %33 : f64 loc(#loc66)
    } -> tensor<10x64x64xf64> loc(#loc66)
    %28 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%27, %collapsed : tensor<10x64x64xf64>, tensor<?x64xf64>) outs(%11 : tensor<?x10x64xf64>) {
    ^bb0(%in: f64 loc("Neurons"(#loc32)), %in_5: f64 loc("flatten"(#loc24)), %out: f64 loc("Neurons"(#loc32))):
      %33 = arith.mulf %in, %in_5 : f64 loc(#loc66)
      %34 = arith.addf %out, %33 : f64 loc(#loc66)
      linalg.yield %34 : f64 loc(#loc66)
    } -> tensor<?x10x64xf64> loc(#loc66)
    %29 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%28, %collapsed : tensor<?x10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("Neurons"(#loc32)), %in_5: f64 loc("flatten"(#loc24)), %out: f64 loc("Neurons"(#loc32))):
      %33 = arith.mulf %in, %in_5 : f64 loc(#loc66)
      %34 = arith.addf %out, %33 : f64 loc(#loc66)
      linalg.yield %34 : f64 loc(#loc66)
    } -> tensor<?x10xf64> loc(#loc66)
    %30 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg2, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("a.Wb"(#loc3)), %in_5: f64 loc("flatten"(#loc24)), %out: f64 loc("Neurons"(#loc32))):
      %33 = arith.mulf %in, %in_5 : f64 loc(#loc66)
      %34 = arith.addf %out, %33 : f64 loc(#loc66)
      linalg.yield %34 : f64 loc(#loc66)
    } -> tensor<?x10xf64> loc(#loc66)
    %31 = linalg.generic {indexing_maps = [#map7, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map7, #map8, #map7, #map8, #map8, #map8, #map7, #map8, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg15, %29, %30, %2, %6, %9, %13, %14, %15, %arg13, %16, %arg14, %17, %20, %21, %arg21, %25, %26 : tensor<10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<10xf64>, tensor<?x10xf64>, tensor<10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<10xf64>, tensor<?x10xf64>, tensor<?x10xf64>) outs(%0 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("g.bc"(#loc16)), %in_5: f64 loc("Neurons"(#loc32)), %in_6: f64 loc("Neurons"(#loc32)), %in_7: f64 loc("c"(#loc25)), %in_8: f64 loc("d"(#loc26)), %in_9: f64 loc("e"(#loc27)), %in_10: f64 loc("f"(#loc28)), %in_11: f64 loc("f"(#loc28)), %in_12: f64 loc("g"(#loc29)), %in_13: f64 loc("g.ba"(#loc14)), %in_14: f64 loc("g"(#loc29)), %in_15: f64 loc("g.bb"(#loc15)), %in_16: f64 loc("g"(#loc29)), %in_17: f64 loc("h"(#loc30)), %in_18: f64 loc("h"(#loc30)), %in_19: f64 loc("l.b"(#loc22)), %in_20: f64 loc("l"(#loc31)), %in_21: f64 loc("l"(#loc31)), %out: f64 loc("c"(#loc25))):
      %33 = arith.addf %in_20, %in_21 : f64 loc(#loc65)
      %34 = arith.addf %in_19, %33 : f64 loc(#loc65)
      %35 = arith.addf %in_17, %in_18 : f64 loc(#loc64)
      %36 = arith.addf %in_14, %in_15 : f64 loc(#loc63)
      %37 = arith.addf %in_12, %in_13 : f64 loc(#loc63)
      %38 = arith.mulf %37, %36 : f64 loc(#loc63)
      %39 = arith.addf %in_5, %in_6 : f64 loc(#loc66)
      %40 = arith.addf %in, %39 : f64 loc(#loc66)
      %41 = arith.addf %40, %in_7 : f64 loc(#loc67)
      %42 = arith.addf %41, %in_8 : f64 loc(#loc67)
      %43 = arith.addf %42, %in_9 : f64 loc(#loc67)
      %44 = arith.addf %43, %in_10 : f64 loc(#loc67)
      %45 = arith.addf %44, %in_11 : f64 loc(#loc67)
      %46 = arith.addf %45, %38 : f64 loc(#loc67)
      %47 = arith.addf %46, %in_16 : f64 loc(#loc67)
      %48 = arith.addf %47, %35 : f64 loc(#loc67)
      %49 = arith.addf %48, %34 : f64 loc(#loc67)
      %50 = arith.mulf %49, %cst : f64 loc(#loc67)
      linalg.yield %50 : f64 loc(#loc67)
    } -> tensor<?x10xf64> loc(#loc67)
    %32 = bufferization.materialize_in_destination %31 in %arg22 : (tensor<?x10xf64>, tensor<?x10xf64>) -> tensor<?x10xf64> loc(#loc67)
    return %32 : tensor<?x10xf64> loc(#loc35)
  } loc(#loc35)
  func.func @grad_cotangent(%arg0: tensor<?x8x8xf32> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "input", dnd.name = "image"} loc("image"(#loc1)), %arg1: tensor<10x64x64xf32> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "param", dnd.name = "a.Wa"} loc("a.Wa"(#loc2)), %arg2: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 1 : i64, dnd.kind = "param", dnd.name = "a.Wb"} loc("a.Wb"(#loc3)), %arg3: tensor<10x64x64xf32> {bufferization.writable = false, dnd.index = 2 : i64, dnd.kind = "param", dnd.name = "b.Wa"} loc("b.Wa"(#loc4)), %arg4: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 3 : i64, dnd.kind = "param", dnd.name = "c.Wa"} loc("c.Wa"(#loc5)), %arg5: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 4 : i64, dnd.kind = "param", dnd.name = "d.Wa"} loc("d.Wa"(#loc6)), %arg6: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 5 : i64, dnd.kind = "param", dnd.name = "e.Wa"} loc("e.Wa"(#loc7)), %arg7: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 6 : i64, dnd.kind = "param", dnd.name = "e.Wb"} loc("e.Wb"(#loc8)), %arg8: tensor<10x64x64xf32> {bufferization.writable = false, dnd.index = 7 : i64, dnd.kind = "param", dnd.name = "f.Wa"} loc("f.Wa"(#loc9)), %arg9: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 8 : i64, dnd.kind = "param", dnd.name = "f.Wb"} loc("f.Wb"(#loc10)), %arg10: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 9 : i64, dnd.kind = "param", dnd.name = "g.Wa"} loc("g.Wa"(#loc11)), %arg11: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 10 : i64, dnd.kind = "param", dnd.name = "g.Wb"} loc("g.Wb"(#loc12)), %arg12: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 11 : i64, dnd.kind = "param", dnd.name = "g.Wc"} loc("g.Wc"(#loc13)), %arg13: tensor<10xf32> {bufferization.writable = false, dnd.index = 12 : i64, dnd.kind = "param", dnd.name = "g.ba"} loc("g.ba"(#loc14)), %arg14: tensor<10xf32> {bufferization.writable = false, dnd.index = 13 : i64, dnd.kind = "param", dnd.name = "g.bb"} loc("g.bb"(#loc15)), %arg15: tensor<10xf32> {bufferization.writable = false, dnd.index = 14 : i64, dnd.kind = "param", dnd.name = "g.bc"} loc("g.bc"(#loc16)), %arg16: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 15 : i64, dnd.kind = "param", dnd.name = "h.Wa"} loc("h.Wa"(#loc17)), %arg17: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 16 : i64, dnd.kind = "param", dnd.name = "h.Wb"} loc("h.Wb"(#loc18)), %arg18: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 17 : i64, dnd.kind = "param", dnd.name = "h.Wc"} loc("h.Wc"(#loc19)), %arg19: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 18 : i64, dnd.kind = "param", dnd.name = "l.w"} loc("l.w"(#loc20)), %arg20: tensor<10x64x64xf32> {bufferization.writable = false, dnd.index = 19 : i64, dnd.kind = "param", dnd.name = "l.K"} loc("l.K"(#loc21)), %arg21: tensor<10xf32> {bufferization.writable = false, dnd.index = 20 : i64, dnd.kind = "param", dnd.name = "l.b"} loc("l.b"(#loc22)), %arg22: tensor<?x10xf32> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "cotangent", dnd.name = "logits"} loc("Neurons"(#loc)), %arg23: tensor<?x10xf32> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "output", dnd.name = "logits"} loc("Neurons"(#loc)), %arg24: tensor<10x64x64xf32> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "param_grad", dnd.name = "a.Wa"} loc("Neurons"(#loc)), %arg25: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 1 : i64, dnd.kind = "param_grad", dnd.name = "a.Wb"} loc("Neurons"(#loc)), %arg26: tensor<10x64x64xf32> {bufferization.writable = true, dnd.index = 2 : i64, dnd.kind = "param_grad", dnd.name = "b.Wa"} loc("Neurons"(#loc)), %arg27: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 3 : i64, dnd.kind = "param_grad", dnd.name = "c.Wa"} loc("Neurons"(#loc)), %arg28: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 4 : i64, dnd.kind = "param_grad", dnd.name = "d.Wa"} loc("Neurons"(#loc)), %arg29: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 5 : i64, dnd.kind = "param_grad", dnd.name = "e.Wa"} loc("Neurons"(#loc)), %arg30: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 6 : i64, dnd.kind = "param_grad", dnd.name = "e.Wb"} loc("Neurons"(#loc)), %arg31: tensor<10x64x64xf32> {bufferization.writable = true, dnd.index = 7 : i64, dnd.kind = "param_grad", dnd.name = "f.Wa"} loc("Neurons"(#loc)), %arg32: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 8 : i64, dnd.kind = "param_grad", dnd.name = "f.Wb"} loc("Neurons"(#loc)), %arg33: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 9 : i64, dnd.kind = "param_grad", dnd.name = "g.Wa"} loc("Neurons"(#loc)), %arg34: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 10 : i64, dnd.kind = "param_grad", dnd.name = "g.Wb"} loc("Neurons"(#loc)), %arg35: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 11 : i64, dnd.kind = "param_grad", dnd.name = "g.Wc"} loc("Neurons"(#loc)), %arg36: tensor<10xf32> {bufferization.writable = true, dnd.index = 12 : i64, dnd.kind = "param_grad", dnd.name = "g.ba"} loc("Neurons"(#loc)), %arg37: tensor<10xf32> {bufferization.writable = true, dnd.index = 13 : i64, dnd.kind = "param_grad", dnd.name = "g.bb"} loc("Neurons"(#loc)), %arg38: tensor<10xf32> {bufferization.writable = true, dnd.index = 14 : i64, dnd.kind = "param_grad", dnd.name = "g.bc"} loc("Neurons"(#loc)), %arg39: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 15 : i64, dnd.kind = "param_grad", dnd.name = "h.Wa"} loc("Neurons"(#loc)), %arg40: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 16 : i64, dnd.kind = "param_grad", dnd.name = "h.Wb"} loc("Neurons"(#loc)), %arg41: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 17 : i64, dnd.kind = "param_grad", dnd.name = "h.Wc"} loc("Neurons"(#loc)), %arg42: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 18 : i64, dnd.kind = "param_grad", dnd.name = "l.w"} loc("Neurons"(#loc)), %arg43: tensor<10x64x64xf32> {bufferization.writable = true, dnd.index = 19 : i64, dnd.kind = "param_grad", dnd.name = "l.K"} loc("Neurons"(#loc)), %arg44: tensor<10xf32> {bufferization.writable = true, dnd.index = 20 : i64, dnd.kind = "param_grad", dnd.name = "l.b"} loc("Neurons"(#loc)), %arg45: tensor<?x8x8xf32> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "input_grad", dnd.name = "image"} loc("Neurons"(#loc)), %arg46: index {dnd.kind = "batch"} loc("Neurons"(#loc))) -> (tensor<?x10xf32> {dnd.index = 0 : i64, dnd.kind = "output", dnd.name = "logits"}, tensor<10x64x64xf32> {dnd.index = 0 : i64, dnd.kind = "param_grad", dnd.name = "a.Wa"}, tensor<10x64xf32> {dnd.index = 1 : i64, dnd.kind = "param_grad", dnd.name = "a.Wb"}, tensor<10x64x64xf32> {dnd.index = 2 : i64, dnd.kind = "param_grad", dnd.name = "b.Wa"}, tensor<10x64xf32> {dnd.index = 3 : i64, dnd.kind = "param_grad", dnd.name = "c.Wa"}, tensor<10x64xf32> {dnd.index = 4 : i64, dnd.kind = "param_grad", dnd.name = "d.Wa"}, tensor<10x64xf32> {dnd.index = 5 : i64, dnd.kind = "param_grad", dnd.name = "e.Wa"}, tensor<10x64xf32> {dnd.index = 6 : i64, dnd.kind = "param_grad", dnd.name = "e.Wb"}, tensor<10x64x64xf32> {dnd.index = 7 : i64, dnd.kind = "param_grad", dnd.name = "f.Wa"}, tensor<10x64xf32> {dnd.index = 8 : i64, dnd.kind = "param_grad", dnd.name = "f.Wb"}, tensor<10x64xf32> {dnd.index = 9 : i64, dnd.kind = "param_grad", dnd.name = "g.Wa"}, tensor<10x64xf32> {dnd.index = 10 : i64, dnd.kind = "param_grad", dnd.name = "g.Wb"}, tensor<10x64xf32> {dnd.index = 11 : i64, dnd.kind = "param_grad", dnd.name = "g.Wc"}, tensor<10xf32> {dnd.index = 12 : i64, dnd.kind = "param_grad", dnd.name = "g.ba"}, tensor<10xf32> {dnd.index = 13 : i64, dnd.kind = "param_grad", dnd.name = "g.bb"}, tensor<10xf32> {dnd.index = 14 : i64, dnd.kind = "param_grad", dnd.name = "g.bc"}, tensor<10x64xf32> {dnd.index = 15 : i64, dnd.kind = "param_grad", dnd.name = "h.Wa"}, tensor<10x64xf32> {dnd.index = 16 : i64, dnd.kind = "param_grad", dnd.name = "h.Wb"}, tensor<10x64xf32> {dnd.index = 17 : i64, dnd.kind = "param_grad", dnd.name = "h.Wc"}, tensor<10x64xf32> {dnd.index = 18 : i64, dnd.kind = "param_grad", dnd.name = "l.w"}, tensor<10x64x64xf32> {dnd.index = 19 : i64, dnd.kind = "param_grad", dnd.name = "l.K"}, tensor<10xf32> {dnd.index = 20 : i64, dnd.kind = "param_grad", dnd.name = "l.b"}, tensor<?x8x8xf32> {dnd.index = 0 : i64, dnd.kind = "input_grad", dnd.name = "image"}) {
    %cst = arith.constant 0.222222224 : f32 loc(#loc23)
    %cst_0 = arith.constant 0.111111112 : f32 loc(#loc23)
    %cst_1 = arith.constant 0.000000e+00 : f32 loc(#loc23)
    %collapsed = tensor.collapse_shape %arg0 [[0], [1, 2]] : tensor<?x8x8xf32> into tensor<?x64xf32> loc(#loc58)
    %0 = tensor.empty(%arg46) : tensor<?x10xf32> loc(#loc59)
    %1 = linalg.fill ins(%cst_1 : f32) outs(%0 : tensor<?x10xf32>) -> tensor<?x10xf32> loc(#loc59)
    %2 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg4, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("c.Wa"(#loc5)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("c"(#loc25))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc59)
      %116 = arith.mulf %115, %in_12 : f32 loc(#loc59)
      %117 = arith.addf %out, %116 : f32 loc(#loc59)
      linalg.yield %117 : f32 loc(#loc59)
    } -> tensor<?x10xf32> loc(#loc59)
    %expanded = tensor.expand_shape %arg5 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc60)
    %3 = tensor.empty(%arg46) : tensor<?x10x1xf32> loc(#loc60)
    %4 = linalg.fill ins(%cst_1 : f32) outs(%3 : tensor<?x10x1xf32>) -> tensor<?x10x1xf32> loc(#loc60)
    %5 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("d"(#loc26)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("d"(#loc26))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc60)
      %116 = arith.addf %out, %115 : f32 loc(#loc60)
      linalg.yield %116 : f32 loc(#loc60)
    } -> tensor<?x10x1xf32> loc(#loc60)
    %6 = linalg.generic {indexing_maps = [#map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%5 : tensor<?x10x1xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("d"(#loc26)), %out: f32 loc("c"(#loc25))):
      %115 = arith.mulf %in, %in : f32 loc(#loc60)
      %116 = arith.addf %out, %115 : f32 loc(#loc60)
      linalg.yield %116 : f32 loc(#loc60)
    } -> tensor<?x10xf32> loc(#loc60)
    %expanded_2 = tensor.expand_shape %arg6 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc61)
    %expanded_3 = tensor.expand_shape %arg7 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc61)
    %7 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_2, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("e"(#loc27))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc61)
      %116 = arith.addf %out, %115 : f32 loc(#loc61)
      linalg.yield %116 : f32 loc(#loc61)
    } -> tensor<?x10x1xf32> loc(#loc61)
    %8 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_3, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("e"(#loc27))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc61)
      %116 = arith.addf %out, %115 : f32 loc(#loc61)
      linalg.yield %116 : f32 loc(#loc61)
    } -> tensor<?x10x1xf32> loc(#loc61)
    %9 = linalg.generic {indexing_maps = [#map6, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%7, %8 : tensor<?x10x1xf32>, tensor<?x10x1xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_12: f32 loc("e"(#loc27)), %out: f32 loc("e"(#loc27))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc61)
      %116 = arith.addf %out, %115 : f32 loc(#loc61)
      linalg.yield %116 : f32 loc(#loc61)
    } -> tensor<?x10xf32> loc(#loc61)
    %10 = tensor.empty(%arg46) : tensor<?x10x64xf32> loc(#loc62)
    %11 = linalg.fill ins(%cst_1 : f32) outs(%10 : tensor<?x10x64xf32>) -> tensor<?x10x64xf32> loc(#loc62)
    %12 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%arg8, %collapsed : tensor<10x64x64xf32>, tensor<?x64xf32>) outs(%11 : tensor<?x10x64xf32>) {
    ^bb0(%in: f32 loc("f.Wa"(#loc9)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("f"(#loc28))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc62)
      %116 = arith.addf %out, %115 : f32 loc(#loc62)
      linalg.yield %116 : f32 loc(#loc62)
    } -> tensor<?x10x64xf32> loc(#loc62)
    %13 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%12, %collapsed : tensor<?x10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("f"(#loc28)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("f"(#loc28))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc62)
      %116 = arith.addf %out, %115 : f32 loc(#loc62)
      linalg.yield %116 : f32 loc(#loc62)
    } -> tensor<?x10xf32> loc(#loc62)
    %14 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg9, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("f.Wb"(#loc10)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("c"(#loc25))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc62)
      %116 = arith.mulf %115, %in_12 : f32 loc(#loc62)
      %117 = arith.addf %out, %116 : f32 loc(#loc62)
      linalg.yield %117 : f32 loc(#loc62)
    } -> tensor<?x10xf32> loc(#loc62)
    %15 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg10, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g.Wa"(#loc11)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("g"(#loc29))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc63)
      %116 = arith.addf %out, %115 : f32 loc(#loc63)
      linalg.yield %116 : f32 loc(#loc63)
    } -> tensor<?x10xf32> loc(#loc63)
    %16 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg11, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g.Wb"(#loc12)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("g"(#loc29))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc63)
      %116 = arith.addf %out, %115 : f32 loc(#loc63)
      linalg.yield %116 : f32 loc(#loc63)
    } -> tensor<?x10xf32> loc(#loc63)
    %17 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg12, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g.Wc"(#loc13)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("c"(#loc25))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc63)
      %116 = arith.mulf %115, %in_12 : f32 loc(#loc63)
      %117 = arith.addf %out, %116 : f32 loc(#loc63)
      linalg.yield %117 : f32 loc(#loc63)
    } -> tensor<?x10xf32> loc(#loc63)
    %expanded_4 = tensor.expand_shape %arg16 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc64)
    %expanded_5 = tensor.expand_shape %arg17 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc64)
    %18 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_4, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("h"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc64)
      %116 = arith.addf %out, %115 : f32 loc(#loc64)
      linalg.yield %116 : f32 loc(#loc64)
    } -> tensor<?x10x1xf32> loc(#loc64)
    %19 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_5, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("h"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc64)
      %116 = arith.addf %out, %115 : f32 loc(#loc64)
      linalg.yield %116 : f32 loc(#loc64)
    } -> tensor<?x10x1xf32> loc(#loc64)
    %20 = linalg.generic {indexing_maps = [#map6, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%18, %19 : tensor<?x10x1xf32>, tensor<?x10x1xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_12: f32 loc("h"(#loc30)), %out: f32 loc("h"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc64)
      %116 = arith.addf %out, %115 : f32 loc(#loc64)
      linalg.yield %116 : f32 loc(#loc64)
    } -> tensor<?x10xf32> loc(#loc64)
    %21 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg18, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("h.Wc"(#loc19)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("h"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc64)
      %116 = arith.addf %out, %115 : f32 loc(#loc64)
      linalg.yield %116 : f32 loc(#loc64)
    } -> tensor<?x10xf32> loc(#loc64)
    %22 = tensor.empty() : tensor<10x64x64xf32> loc(#loc65)
    %23 = linalg.generic {indexing_maps = [#map6, #map2, #map1, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg20, %arg19, %arg19 : tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("l.K"(#loc21)), %in_12: f32 loc("l.w"(#loc20)), %in_13: f32 loc("l.w"(#loc20)), %out: f32 loc("l"(#loc31))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc65)
      %116 = arith.mulf %115, %in_13 : f32 loc(#loc65)
      linalg.yield %116 : f32 loc(#loc65)
    } -> tensor<10x64x64xf32> loc(#loc65)
    %24 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%23, %collapsed : tensor<10x64x64xf32>, tensor<?x64xf32>) outs(%11 : tensor<?x10x64xf32>) {
    ^bb0(%in: f32 loc("l"(#loc31)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("l"(#loc31))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc65)
      %116 = arith.addf %out, %115 : f32 loc(#loc65)
      linalg.yield %116 : f32 loc(#loc65)
    } -> tensor<?x10x64xf32> loc(#loc65)
    %25 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%24, %collapsed : tensor<?x10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("l"(#loc31)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("l"(#loc31))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc65)
      %116 = arith.addf %out, %115 : f32 loc(#loc65)
      linalg.yield %116 : f32 loc(#loc65)
    } -> tensor<?x10xf32> loc(#loc65)
    %26 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg19, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("l.w"(#loc20)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("l"(#loc31))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc65)
      %116 = arith.addf %out, %115 : f32 loc(#loc65)
      linalg.yield %116 : f32 loc(#loc65)
    } -> tensor<?x10xf32> loc(#loc65)
    %27 = linalg.generic {indexing_maps = [#map6, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg1, %arg3 : tensor<10x64x64xf32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("a.Wa"(#loc2)), %in_12: f32 loc("b.Wa"(#loc4)), %out: f32 loc("Neurons"(#loc32))):
      %115 = arith.addf %in, %in_12 : f32 loc(#loc66)
      linalg.yield %115 : f32 loc(#loc66)
    } -> tensor<10x64x64xf32> loc(#loc66)
    %28 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%27, %collapsed : tensor<10x64x64xf32>, tensor<?x64xf32>) outs(%11 : tensor<?x10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc32)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("Neurons"(#loc32))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc66)
      %116 = arith.addf %out, %115 : f32 loc(#loc66)
      linalg.yield %116 : f32 loc(#loc66)
    } -> tensor<?x10x64xf32> loc(#loc66)
    %29 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%28, %collapsed : tensor<?x10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc32)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("Neurons"(#loc32))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc66)
      %116 = arith.addf %out, %115 : f32 loc(#loc66)
      linalg.yield %116 : f32 loc(#loc66)
    } -> tensor<?x10xf32> loc(#loc66)
    %30 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg2, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("a.Wb"(#loc3)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("Neurons"(#loc32))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc66)
      %116 = arith.addf %out, %115 : f32 loc(#loc66)
      linalg.yield %116 : f32 loc(#loc66)
    } -> tensor<?x10xf32> loc(#loc66)
    %31 = linalg.generic {indexing_maps = [#map7, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map7, #map8, #map7, #map8, #map8, #map8, #map7, #map8, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg15, %29, %30, %2, %6, %9, %13, %14, %15, %arg13, %16, %arg14, %17, %20, %21, %arg21, %25, %26 : tensor<10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<10xf32>, tensor<?x10xf32>, tensor<10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<10xf32>, tensor<?x10xf32>, tensor<?x10xf32>) outs(%0 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g.bc"(#loc16)), %in_12: f32 loc("Neurons"(#loc32)), %in_13: f32 loc("Neurons"(#loc32)), %in_14: f32 loc("c"(#loc25)), %in_15: f32 loc("d"(#loc26)), %in_16: f32 loc("e"(#loc27)), %in_17: f32 loc("f"(#loc28)), %in_18: f32 loc("f"(#loc28)), %in_19: f32 loc("g"(#loc29)), %in_20: f32 loc("g.ba"(#loc14)), %in_21: f32 loc("g"(#loc29)), %in_22: f32 loc("g.bb"(#loc15)), %in_23: f32 loc("g"(#loc29)), %in_24: f32 loc("h"(#loc30)), %in_25: f32 loc("h"(#loc30)), %in_26: f32 loc("l.b"(#loc22)), %in_27: f32 loc("l"(#loc31)), %in_28: f32 loc("l"(#loc31)), %out: f32 loc("c"(#loc25))):
      %115 = arith.addf %in_27, %in_28 : f32 loc(#loc65)
      %116 = arith.addf %in_26, %115 : f32 loc(#loc65)
      %117 = arith.addf %in_24, %in_25 : f32 loc(#loc64)
      %118 = arith.addf %in_21, %in_22 : f32 loc(#loc63)
      %119 = arith.addf %in_19, %in_20 : f32 loc(#loc63)
      %120 = arith.mulf %119, %118 : f32 loc(#loc63)
      %121 = arith.addf %in_12, %in_13 : f32 loc(#loc66)
      %122 = arith.addf %in, %121 : f32 loc(#loc66)
      %123 = arith.addf %122, %in_14 : f32 loc(#loc67)
      %124 = arith.addf %123, %in_15 : f32 loc(#loc67)
      %125 = arith.addf %124, %in_16 : f32 loc(#loc67)
      %126 = arith.addf %125, %in_17 : f32 loc(#loc67)
      %127 = arith.addf %126, %in_18 : f32 loc(#loc67)
      %128 = arith.addf %127, %120 : f32 loc(#loc67)
      %129 = arith.addf %128, %in_23 : f32 loc(#loc67)
      %130 = arith.addf %129, %117 : f32 loc(#loc67)
      %131 = arith.addf %130, %116 : f32 loc(#loc67)
      %132 = arith.mulf %131, %cst_0 : f32 loc(#loc67)
      linalg.yield %132 : f32 loc(#loc67)
    } -> tensor<?x10xf32> loc(#loc67)
    %32 = linalg.generic {indexing_maps = [#map6, #map6, #map9, #map9, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg1, %arg3, %arg1, %arg3 : tensor<10x64x64xf32>, tensor<10x64x64xf32>, tensor<10x64x64xf32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("a.Wa"(#loc2)), %in_12: f32 loc("b.Wa"(#loc4)), %in_13: f32 loc("a.Wa"(#loc2)), %in_14: f32 loc("b.Wa"(#loc4)), %out: f32 loc("l"(#loc31))):
      %115 = arith.addf %in_13, %in_14 : f32 loc(#loc66)
      %116 = arith.addf %in, %in_12 : f32 loc(#loc66)
      %117 = arith.addf %116, %115 : f32 loc(#loc68)
      linalg.yield %117 : f32 loc(#loc68)
    } -> tensor<10x64x64xf32> loc(#loc68)
    %33 = linalg.generic {indexing_maps = [#map2, #map1, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg22, %collapsed : tensor<?x10xf32>, tensor<?x64xf32>) outs(%10 : tensor<?x10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc68)
      linalg.yield %115 : f32 loc(#loc68)
    } -> tensor<?x10x64xf32> loc(#loc68)
    %34 = tensor.empty(%arg46) : tensor<?x64xf32> loc(#loc68)
    %35 = linalg.fill ins(%cst_1 : f32) outs(%34 : tensor<?x64xf32>) -> tensor<?x64xf32> loc(#loc68)
    %36 = linalg.generic {indexing_maps = [#map10, #map11, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%33, %32 : tensor<?x10x64xf32>, tensor<10x64x64xf32>) outs(%35 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("grad(Neurons)"(#loc32)), %in_12: f32 loc("grad(Neurons)"(#loc32)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc68)
      %116 = arith.addf %out, %115 : f32 loc(#loc68)
      linalg.yield %116 : f32 loc(#loc68)
    } -> tensor<?x64xf32> loc(#loc68)
    %37 = linalg.generic {indexing_maps = [#map1, #map13, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg22, %arg2 : tensor<?x10xf32>, tensor<10x64xf32>) outs(%35 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_12: f32 loc("a.Wb"(#loc3)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc68)
      %116 = arith.addf %out, %115 : f32 loc(#loc68)
      linalg.yield %116 : f32 loc(#loc68)
    } -> tensor<?x64xf32> loc(#loc68)
    %38 = linalg.generic {indexing_maps = [#map2, #map1, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg22, %collapsed : tensor<?x10xf32>, tensor<?x64xf32>) outs(%10 : tensor<?x10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %115 = arith.mulf %in, %cst_0 : f32 loc(#loc69)
      %116 = arith.mulf %115, %in_12 : f32 loc(#loc68)
      linalg.yield %116 : f32 loc(#loc68)
    } -> tensor<?x10x64xf32> loc(#loc68)
    %39 = linalg.fill ins(%cst_1 : f32) outs(%22 : tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc68)
    %40 = linalg.generic {indexing_maps = [#map14, #map15, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%38, %collapsed : tensor<?x10x64xf32>, tensor<?x64xf32>) outs(%39 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("grad(Neurons)"(#loc32)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc68)
      %116 = arith.addf %out, %115 : f32 loc(#loc68)
      linalg.yield %116 : f32 loc(#loc68)
    } -> tensor<10x64x64xf32> loc(#loc68)
    %41 = tensor.empty() : tensor<10x64xf32> loc(#loc68)
    %42 = linalg.fill ins(%cst_1 : f32) outs(%41 : tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc68)
    %43 = linalg.generic {indexing_maps = [#map16, #map13, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg22, %collapsed : tensor<?x10xf32>, tensor<?x64xf32>) outs(%42 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_12: f32 loc("flatten"(#loc24)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc68)
      %116 = arith.addf %out, %115 : f32 loc(#loc68)
      linalg.yield %116 : f32 loc(#loc68)
    } -> tensor<10x64xf32> loc(#loc68)
    %44 = linalg.generic {indexing_maps = [#map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%43 : tensor<10x64xf32>) outs(%41 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("grad(Neurons)"(#loc32)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %115 = arith.mulf %in, %cst_0 : f32 loc(#loc68)
      linalg.yield %115 : f32 loc(#loc68)
    } -> tensor<10x64xf32> loc(#loc68)
    %45 = tensor.empty() : tensor<10xf32> loc(#loc68)
    %46 = linalg.fill ins(%cst_1 : f32) outs(%45 : tensor<10xf32>) -> tensor<10xf32> loc(#loc68)
    %47 = linalg.generic {indexing_maps = [#map17, #map18], iterator_types = ["parallel", "reduction"]} ins(%arg22 : tensor<?x10xf32>) outs(%46 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %115 = arith.addf %out, %in : f32 loc(#loc68)
      linalg.yield %115 : f32 loc(#loc68)
    } -> tensor<10xf32> loc(#loc68)
    %48 = linalg.generic {indexing_maps = [#map19, #map19], iterator_types = ["parallel"]} ins(%47 : tensor<10xf32>) outs(%45 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("grad(Neurons)"(#loc32)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %115 = arith.mulf %in, %cst_0 : f32 loc(#loc68)
      linalg.yield %115 : f32 loc(#loc68)
    } -> tensor<10xf32> loc(#loc68)
    %49 = linalg.generic {indexing_maps = [#map6, #map9, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%23, %23 : tensor<10x64x64xf32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("l"(#loc31)), %in_12: f32 loc("l"(#loc31)), %out: f32 loc("grad(l)"(#loc31))):
      %115 = arith.addf %in, %in_12 : f32 loc(#loc70)
      linalg.yield %115 : f32 loc(#loc70)
    } -> tensor<10x64x64xf32> loc(#loc70)
    %50 = linalg.generic {indexing_maps = [#map10, #map11, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%33, %49 : tensor<?x10x64xf32>, tensor<10x64x64xf32>) outs(%35 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("grad(l)"(#loc31)), %in_12: f32 loc("grad(l)"(#loc31)), %out: f32 loc("grad(l)"(#loc31))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc70)
      %116 = arith.addf %out, %115 : f32 loc(#loc70)
      linalg.yield %116 : f32 loc(#loc70)
    } -> tensor<?x64xf32> loc(#loc70)
    %51 = linalg.generic {indexing_maps = [#map1, #map13, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg22, %arg19 : tensor<?x10xf32>, tensor<10x64xf32>) outs(%35 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_12: f32 loc("l.w"(#loc20)), %out: f32 loc("grad(l)"(#loc31))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc70)
      %116 = arith.addf %out, %115 : f32 loc(#loc70)
      linalg.yield %116 : f32 loc(#loc70)
    } -> tensor<?x64xf32> loc(#loc70)
    %52 = linalg.generic {indexing_maps = [#map2, #map1, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg19, %arg19, %40 : tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("l.w"(#loc20)), %in_12: f32 loc("l.w"(#loc20)), %in_13: f32 loc("grad(Neurons)"(#loc32)), %out: f32 loc("grad(l)"(#loc31))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc70)
      %116 = arith.mulf %115, %in_13 : f32 loc(#loc70)
      linalg.yield %116 : f32 loc(#loc70)
    } -> tensor<10x64x64xf32> loc(#loc70)
    %53 = linalg.generic {indexing_maps = [#map6, #map1, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg20, %arg19, %40 : tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64x64xf32>) outs(%42 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("l.K"(#loc21)), %in_12: f32 loc("l.w"(#loc20)), %in_13: f32 loc("grad(Neurons)"(#loc32)), %out: f32 loc("grad(l)"(#loc31))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc70)
      %116 = arith.mulf %115, %in_13 : f32 loc(#loc70)
      %117 = arith.addf %out, %116 : f32 loc(#loc70)
      linalg.yield %117 : f32 loc(#loc70)
    } -> tensor<10x64xf32> loc(#loc70)
    %54 = linalg.generic {indexing_maps = [#map9, #map1, #map9, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg20, %arg19, %40 : tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64x64xf32>) outs(%42 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("l.K"(#loc21)), %in_12: f32 loc("l.w"(#loc20)), %in_13: f32 loc("grad(Neurons)"(#loc32)), %out: f32 loc("grad(l)"(#loc31))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc70)
      %116 = arith.mulf %115, %in_13 : f32 loc(#loc70)
      %117 = arith.addf %out, %116 : f32 loc(#loc70)
      linalg.yield %117 : f32 loc(#loc70)
    } -> tensor<10x64xf32> loc(#loc70)
    %55 = linalg.generic {indexing_maps = [#map13, #map16, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%collapsed, %arg22 : tensor<?x64xf32>, tensor<?x10xf32>) outs(%42 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_12: f32 loc("Neurons"(#loc)), %out: f32 loc("grad(h)"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc71)
      %116 = arith.addf %out, %115 : f32 loc(#loc71)
      linalg.yield %116 : f32 loc(#loc71)
    } -> tensor<10x64xf32> loc(#loc71)
    %56 = linalg.generic {indexing_maps = [#map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%55 : tensor<10x64xf32>) outs(%41 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("grad(h)"(#loc30)), %out: f32 loc("grad(h)"(#loc30))):
      %115 = arith.mulf %in, %cst_0 : f32 loc(#loc71)
      linalg.yield %115 : f32 loc(#loc71)
    } -> tensor<10x64xf32> loc(#loc71)
    %57 = linalg.generic {indexing_maps = [#map13, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg18, %arg22 : tensor<10x64xf32>, tensor<?x10xf32>) outs(%35 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("h.Wc"(#loc19)), %in_12: f32 loc("Neurons"(#loc)), %out: f32 loc("grad(h)"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc71)
      %116 = arith.addf %out, %115 : f32 loc(#loc71)
      linalg.yield %116 : f32 loc(#loc71)
    } -> tensor<?x64xf32> loc(#loc71)
    %58 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%19, %arg22 : tensor<?x10x1xf32>, tensor<?x10xf32>) outs(%3 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_12: f32 loc("Neurons"(#loc)), %out: f32 loc("grad(h)"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc71)
      %116 = arith.mulf %115, %cst_0 : f32 loc(#loc71)
      linalg.yield %116 : f32 loc(#loc71)
    } -> tensor<?x10x1xf32> loc(#loc71)
    %59 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%18, %arg22 : tensor<?x10x1xf32>, tensor<?x10xf32>) outs(%3 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_12: f32 loc("Neurons"(#loc)), %out: f32 loc("grad(h)"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc71)
      %116 = arith.mulf %115, %cst_0 : f32 loc(#loc71)
      linalg.yield %116 : f32 loc(#loc71)
    } -> tensor<?x10x1xf32> loc(#loc71)
    %60 = tensor.empty() : tensor<10x1x64xf32> loc(#loc71)
    %61 = linalg.fill ins(%cst_1 : f32) outs(%60 : tensor<10x1x64xf32>) -> tensor<10x1x64xf32> loc(#loc71)
    %62 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %59 : tensor<?x64xf32>, tensor<?x10x1xf32>) outs(%61 : tensor<10x1x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_12: f32 loc("grad(h)"(#loc30)), %out: f32 loc("grad(h)"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc71)
      %116 = arith.addf %out, %115 : f32 loc(#loc71)
      linalg.yield %116 : f32 loc(#loc71)
    } -> tensor<10x1x64xf32> loc(#loc71)
    %63 = linalg.generic {indexing_maps = [#map22, #map10, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%expanded_5, %59 : tensor<10x1x64xf32>, tensor<?x10x1xf32>) outs(%35 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_12: f32 loc("grad(h)"(#loc30)), %out: f32 loc("grad(h)"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc71)
      %116 = arith.addf %out, %115 : f32 loc(#loc71)
      linalg.yield %116 : f32 loc(#loc71)
    } -> tensor<?x64xf32> loc(#loc71)
    %64 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %58 : tensor<?x64xf32>, tensor<?x10x1xf32>) outs(%61 : tensor<10x1x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_12: f32 loc("grad(h)"(#loc30)), %out: f32 loc("grad(h)"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc71)
      %116 = arith.addf %out, %115 : f32 loc(#loc71)
      linalg.yield %116 : f32 loc(#loc71)
    } -> tensor<10x1x64xf32> loc(#loc71)
    %65 = linalg.generic {indexing_maps = [#map22, #map10, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%expanded_4, %58 : tensor<10x1x64xf32>, tensor<?x10x1xf32>) outs(%35 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_12: f32 loc("grad(h)"(#loc30)), %out: f32 loc("grad(h)"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc71)
      %116 = arith.addf %out, %115 : f32 loc(#loc71)
      linalg.yield %116 : f32 loc(#loc71)
    } -> tensor<?x64xf32> loc(#loc71)
    %collapsed_6 = tensor.collapse_shape %62 [[0], [1, 2]] : tensor<10x1x64xf32> into tensor<10x64xf32> loc(#loc71)
    %collapsed_7 = tensor.collapse_shape %64 [[0], [1, 2]] : tensor<10x1x64xf32> into tensor<10x64xf32> loc(#loc71)
    %66 = linalg.generic {indexing_maps = [#map13, #map16, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%collapsed, %arg22 : tensor<?x64xf32>, tensor<?x10xf32>) outs(%42 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_12: f32 loc("Neurons"(#loc)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %115 = arith.mulf %in, %in : f32 loc(#loc72)
      %116 = arith.mulf %115, %in_12 : f32 loc(#loc72)
      %117 = arith.addf %out, %116 : f32 loc(#loc72)
      linalg.yield %117 : f32 loc(#loc72)
    } -> tensor<10x64xf32> loc(#loc72)
    %67 = linalg.generic {indexing_maps = [#map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%66 : tensor<10x64xf32>) outs(%41 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("grad(g)"(#loc29)), %out: f32 loc("grad(g)"(#loc29))):
      %115 = arith.mulf %in, %cst_0 : f32 loc(#loc72)
      linalg.yield %115 : f32 loc(#loc72)
    } -> tensor<10x64xf32> loc(#loc72)
    %68 = linalg.generic {indexing_maps = [#map13, #map2, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg12, %collapsed, %arg22 : tensor<10x64xf32>, tensor<?x64xf32>, tensor<?x10xf32>) outs(%35 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("g.Wc"(#loc13)), %in_12: f32 loc("flatten"(#loc24)), %in_13: f32 loc("Neurons"(#loc)), %out: f32 loc("grad(g)"(#loc29))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc72)
      %116 = arith.mulf %115, %in_13 : f32 loc(#loc72)
      %117 = arith.addf %out, %116 : f32 loc(#loc72)
      linalg.yield %117 : f32 loc(#loc72)
    } -> tensor<?x64xf32> loc(#loc72)
    %69 = linalg.generic {indexing_maps = [#map8, #map7, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%16, %arg14, %arg22 : tensor<?x10xf32>, tensor<10xf32>, tensor<?x10xf32>) outs(%0 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g"(#loc29)), %in_12: f32 loc("g.bb"(#loc15)), %in_13: f32 loc("Neurons"(#loc)), %out: f32 loc("c"(#loc25))):
      %115 = arith.addf %in, %in_12 : f32 loc(#loc63)
      %116 = arith.mulf %115, %in_13 : f32 loc(#loc72)
      %117 = arith.mulf %116, %cst_0 : f32 loc(#loc72)
      linalg.yield %117 : f32 loc(#loc72)
    } -> tensor<?x10xf32> loc(#loc72)
    %70 = linalg.generic {indexing_maps = [#map8, #map7, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%15, %arg13, %arg22 : tensor<?x10xf32>, tensor<10xf32>, tensor<?x10xf32>) outs(%0 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g"(#loc29)), %in_12: f32 loc("g.ba"(#loc14)), %in_13: f32 loc("Neurons"(#loc)), %out: f32 loc("c"(#loc25))):
      %115 = arith.addf %in, %in_12 : f32 loc(#loc63)
      %116 = arith.mulf %115, %in_13 : f32 loc(#loc72)
      %117 = arith.mulf %116, %cst_0 : f32 loc(#loc72)
      linalg.yield %117 : f32 loc(#loc72)
    } -> tensor<?x10xf32> loc(#loc72)
    %71 = linalg.generic {indexing_maps = [#map17, #map18], iterator_types = ["parallel", "reduction"]} ins(%70 : tensor<?x10xf32>) outs(%46 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("grad(g)"(#loc29)), %out: f32 loc("grad(g)"(#loc29))):
      %115 = arith.addf %out, %in : f32 loc(#loc72)
      linalg.yield %115 : f32 loc(#loc72)
    } -> tensor<10xf32> loc(#loc72)
    %72 = linalg.generic {indexing_maps = [#map13, #map16, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%collapsed, %70 : tensor<?x64xf32>, tensor<?x10xf32>) outs(%42 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_12: f32 loc("grad(g)"(#loc29)), %out: f32 loc("grad(g)"(#loc29))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc72)
      %116 = arith.addf %out, %115 : f32 loc(#loc72)
      linalg.yield %116 : f32 loc(#loc72)
    } -> tensor<10x64xf32> loc(#loc72)
    %73 = linalg.generic {indexing_maps = [#map13, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg11, %70 : tensor<10x64xf32>, tensor<?x10xf32>) outs(%35 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("g.Wb"(#loc12)), %in_12: f32 loc("grad(g)"(#loc29)), %out: f32 loc("grad(g)"(#loc29))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc72)
      %116 = arith.addf %out, %115 : f32 loc(#loc72)
      linalg.yield %116 : f32 loc(#loc72)
    } -> tensor<?x64xf32> loc(#loc72)
    %74 = linalg.generic {indexing_maps = [#map17, #map18], iterator_types = ["parallel", "reduction"]} ins(%69 : tensor<?x10xf32>) outs(%46 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("grad(g)"(#loc29)), %out: f32 loc("grad(g)"(#loc29))):
      %115 = arith.addf %out, %in : f32 loc(#loc72)
      linalg.yield %115 : f32 loc(#loc72)
    } -> tensor<10xf32> loc(#loc72)
    %75 = linalg.generic {indexing_maps = [#map13, #map16, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%collapsed, %69 : tensor<?x64xf32>, tensor<?x10xf32>) outs(%42 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_12: f32 loc("grad(g)"(#loc29)), %out: f32 loc("grad(g)"(#loc29))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc72)
      %116 = arith.addf %out, %115 : f32 loc(#loc72)
      linalg.yield %116 : f32 loc(#loc72)
    } -> tensor<10x64xf32> loc(#loc72)
    %76 = linalg.generic {indexing_maps = [#map13, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg10, %69 : tensor<10x64xf32>, tensor<?x10xf32>) outs(%35 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("g.Wa"(#loc11)), %in_12: f32 loc("grad(g)"(#loc29)), %out: f32 loc("grad(g)"(#loc29))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc72)
      %116 = arith.addf %out, %115 : f32 loc(#loc72)
      linalg.yield %116 : f32 loc(#loc72)
    } -> tensor<?x64xf32> loc(#loc72)
    %77 = linalg.generic {indexing_maps = [#map13, #map2, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg9, %collapsed, %arg22 : tensor<10x64xf32>, tensor<?x64xf32>, tensor<?x10xf32>) outs(%35 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("f.Wb"(#loc10)), %in_12: f32 loc("flatten"(#loc24)), %in_13: f32 loc("Neurons"(#loc)), %out: f32 loc("grad(f)"(#loc28))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc73)
      %116 = arith.mulf %115, %in_13 : f32 loc(#loc73)
      %117 = arith.addf %out, %116 : f32 loc(#loc73)
      linalg.yield %117 : f32 loc(#loc73)
    } -> tensor<?x64xf32> loc(#loc73)
    %78 = linalg.generic {indexing_maps = [#map6, #map9, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg8, %arg8 : tensor<10x64x64xf32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("f.Wa"(#loc9)), %in_12: f32 loc("f.Wa"(#loc9)), %out: f32 loc("grad(f)"(#loc28))):
      %115 = arith.addf %in, %in_12 : f32 loc(#loc73)
      linalg.yield %115 : f32 loc(#loc73)
    } -> tensor<10x64x64xf32> loc(#loc73)
    %79 = linalg.generic {indexing_maps = [#map10, #map11, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%33, %78 : tensor<?x10x64xf32>, tensor<10x64x64xf32>) outs(%35 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("grad(f)"(#loc28)), %in_12: f32 loc("grad(f)"(#loc28)), %out: f32 loc("grad(f)"(#loc28))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc73)
      %116 = arith.addf %out, %115 : f32 loc(#loc73)
      linalg.yield %116 : f32 loc(#loc73)
    } -> tensor<?x64xf32> loc(#loc73)
    %80 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%8, %arg22 : tensor<?x10x1xf32>, tensor<?x10xf32>) outs(%3 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_12: f32 loc("Neurons"(#loc)), %out: f32 loc("grad(e)"(#loc27))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc74)
      %116 = arith.mulf %115, %cst_0 : f32 loc(#loc74)
      linalg.yield %116 : f32 loc(#loc74)
    } -> tensor<?x10x1xf32> loc(#loc74)
    %81 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%7, %arg22 : tensor<?x10x1xf32>, tensor<?x10xf32>) outs(%3 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_12: f32 loc("Neurons"(#loc)), %out: f32 loc("grad(e)"(#loc27))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc74)
      %116 = arith.mulf %115, %cst_0 : f32 loc(#loc74)
      linalg.yield %116 : f32 loc(#loc74)
    } -> tensor<?x10x1xf32> loc(#loc74)
    %82 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %81 : tensor<?x64xf32>, tensor<?x10x1xf32>) outs(%61 : tensor<10x1x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_12: f32 loc("grad(e)"(#loc27)), %out: f32 loc("grad(e)"(#loc27))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc74)
      %116 = arith.addf %out, %115 : f32 loc(#loc74)
      linalg.yield %116 : f32 loc(#loc74)
    } -> tensor<10x1x64xf32> loc(#loc74)
    %83 = linalg.generic {indexing_maps = [#map22, #map10, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%expanded_3, %81 : tensor<10x1x64xf32>, tensor<?x10x1xf32>) outs(%35 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_12: f32 loc("grad(e)"(#loc27)), %out: f32 loc("grad(e)"(#loc27))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc74)
      %116 = arith.addf %out, %115 : f32 loc(#loc74)
      linalg.yield %116 : f32 loc(#loc74)
    } -> tensor<?x64xf32> loc(#loc74)
    %84 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %80 : tensor<?x64xf32>, tensor<?x10x1xf32>) outs(%61 : tensor<10x1x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_12: f32 loc("grad(e)"(#loc27)), %out: f32 loc("grad(e)"(#loc27))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc74)
      %116 = arith.addf %out, %115 : f32 loc(#loc74)
      linalg.yield %116 : f32 loc(#loc74)
    } -> tensor<10x1x64xf32> loc(#loc74)
    %85 = linalg.generic {indexing_maps = [#map22, #map10, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%expanded_2, %80 : tensor<10x1x64xf32>, tensor<?x10x1xf32>) outs(%35 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_12: f32 loc("grad(e)"(#loc27)), %out: f32 loc("grad(e)"(#loc27))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc74)
      %116 = arith.addf %out, %115 : f32 loc(#loc74)
      linalg.yield %116 : f32 loc(#loc74)
    } -> tensor<?x64xf32> loc(#loc74)
    %collapsed_8 = tensor.collapse_shape %82 [[0], [1, 2]] : tensor<10x1x64xf32> into tensor<10x64xf32> loc(#loc74)
    %collapsed_9 = tensor.collapse_shape %84 [[0], [1, 2]] : tensor<10x1x64xf32> into tensor<10x64xf32> loc(#loc74)
    %86 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%5, %arg22 : tensor<?x10x1xf32>, tensor<?x10xf32>) outs(%3 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("d"(#loc26)), %in_12: f32 loc("Neurons"(#loc)), %out: f32 loc("grad(d)"(#loc26))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc75)
      %116 = arith.mulf %115, %cst : f32 loc(#loc75)
      linalg.yield %116 : f32 loc(#loc75)
    } -> tensor<?x10x1xf32> loc(#loc75)
    %87 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %86 : tensor<?x64xf32>, tensor<?x10x1xf32>) outs(%61 : tensor<10x1x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_12: f32 loc("grad(d)"(#loc26)), %out: f32 loc("grad(d)"(#loc26))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc75)
      %116 = arith.addf %out, %115 : f32 loc(#loc75)
      linalg.yield %116 : f32 loc(#loc75)
    } -> tensor<10x1x64xf32> loc(#loc75)
    %88 = linalg.generic {indexing_maps = [#map22, #map10, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%expanded, %86 : tensor<10x1x64xf32>, tensor<?x10x1xf32>) outs(%35 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("d"(#loc26)), %in_12: f32 loc("grad(d)"(#loc26)), %out: f32 loc("grad(d)"(#loc26))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc75)
      %116 = arith.addf %out, %115 : f32 loc(#loc75)
      linalg.yield %116 : f32 loc(#loc75)
    } -> tensor<?x64xf32> loc(#loc75)
    %collapsed_10 = tensor.collapse_shape %87 [[0], [1, 2]] : tensor<10x1x64xf32> into tensor<10x64xf32> loc(#loc75)
    %89 = linalg.generic {indexing_maps = [#map13, #map2, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg4, %collapsed, %arg22 : tensor<10x64xf32>, tensor<?x64xf32>, tensor<?x10xf32>) outs(%35 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("c.Wa"(#loc5)), %in_12: f32 loc("flatten"(#loc24)), %in_13: f32 loc("Neurons"(#loc)), %out: f32 loc("grad(c)"(#loc25))):
      %115 = arith.mulf %in, %in_12 : f32 loc(#loc76)
      %116 = arith.mulf %115, %in_13 : f32 loc(#loc76)
      %117 = arith.addf %out, %116 : f32 loc(#loc76)
      linalg.yield %117 : f32 loc(#loc76)
    } -> tensor<?x64xf32> loc(#loc76)
    %90 = linalg.generic {indexing_maps = [#map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%36, %37, %50, %51, %57, %63, %65, %68, %73, %76, %77, %79, %83, %85, %88, %89 : tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>) outs(%34 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("grad(Neurons)"(#loc32)), %in_12: f32 loc("grad(Neurons)"(#loc32)), %in_13: f32 loc("grad(l)"(#loc31)), %in_14: f32 loc("grad(l)"(#loc31)), %in_15: f32 loc("grad(h)"(#loc30)), %in_16: f32 loc("grad(h)"(#loc30)), %in_17: f32 loc("grad(h)"(#loc30)), %in_18: f32 loc("grad(g)"(#loc29)), %in_19: f32 loc("grad(g)"(#loc29)), %in_20: f32 loc("grad(g)"(#loc29)), %in_21: f32 loc("grad(f)"(#loc28)), %in_22: f32 loc("grad(f)"(#loc28)), %in_23: f32 loc("grad(e)"(#loc27)), %in_24: f32 loc("grad(e)"(#loc27)), %in_25: f32 loc("grad(d)"(#loc26)), %in_26: f32 loc("grad(c)"(#loc25)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %115 = arith.mulf %in_26, %cst : f32 loc(#loc76)
      %116 = arith.mulf %in_22, %cst_0 : f32 loc(#loc73)
      %117 = arith.mulf %in_21, %cst : f32 loc(#loc73)
      %118 = arith.mulf %in_18, %cst : f32 loc(#loc72)
      %119 = arith.mulf %in_15, %cst_0 : f32 loc(#loc71)
      %120 = arith.mulf %in_14, %cst_0 : f32 loc(#loc70)
      %121 = arith.mulf %in_13, %cst_0 : f32 loc(#loc70)
      %122 = arith.addf %121, %120 : f32 loc(#loc70)
      %123 = arith.mulf %in_12, %cst_0 : f32 loc(#loc68)
      %124 = arith.mulf %in, %cst_0 : f32 loc(#loc68)
      %125 = arith.addf %124, %123 : f32 loc(#loc68)
      %126 = arith.addf %125, %122 : f32 loc(#loc77)
      %127 = arith.addf %126, %119 : f32 loc(#loc77)
      %128 = arith.addf %127, %in_16 : f32 loc(#loc77)
      %129 = arith.addf %128, %in_17 : f32 loc(#loc77)
      %130 = arith.addf %129, %118 : f32 loc(#loc77)
      %131 = arith.addf %130, %in_19 : f32 loc(#loc77)
      %132 = arith.addf %131, %in_20 : f32 loc(#loc77)
      %133 = arith.addf %132, %117 : f32 loc(#loc77)
      %134 = arith.addf %133, %116 : f32 loc(#loc77)
      %135 = arith.addf %134, %in_23 : f32 loc(#loc77)
      %136 = arith.addf %135, %in_24 : f32 loc(#loc77)
      %137 = arith.addf %136, %in_25 : f32 loc(#loc77)
      %138 = arith.addf %137, %115 : f32 loc(#loc77)
      linalg.yield %138 : f32 loc(#loc77)
    } -> tensor<?x64xf32> loc(#loc77)
    %expanded_11 = tensor.expand_shape %90 [[0], [1, 2]] output_shape [%arg46, 8, 8] : tensor<?x64xf32> into tensor<?x8x8xf32> loc(#loc77)
    %91 = linalg.generic {indexing_maps = [#map8, #map8, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%43, %53, %54 : tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>) outs(%41 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("grad(Neurons)"(#loc32)), %in_12: f32 loc("grad(l)"(#loc31)), %in_13: f32 loc("grad(l)"(#loc31)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %115 = arith.mulf %in, %cst_0 : f32 loc(#loc68)
      %116 = arith.addf %115, %in_12 : f32 loc(#loc78)
      %117 = arith.addf %116, %in_13 : f32 loc(#loc78)
      linalg.yield %117 : f32 loc(#loc78)
    } -> tensor<10x64xf32> loc(#loc78)
    %92 = bufferization.materialize_in_destination %31 in %arg23 : (tensor<?x10xf32>, tensor<?x10xf32>) -> tensor<?x10xf32> loc(#loc67)
    %93 = bufferization.materialize_in_destination %40 in %arg24 : (tensor<10x64x64xf32>, tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc68)
    %94 = bufferization.materialize_in_destination %44 in %arg25 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc68)
    %95 = bufferization.materialize_in_destination %40 in %arg26 : (tensor<10x64x64xf32>, tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc68)
    %96 = bufferization.materialize_in_destination %67 in %arg27 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc72)
    %97 = bufferization.materialize_in_destination %collapsed_10 in %arg28 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc75)
    %98 = bufferization.materialize_in_destination %collapsed_9 in %arg29 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc74)
    %99 = bufferization.materialize_in_destination %collapsed_8 in %arg30 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc74)
    %100 = bufferization.materialize_in_destination %40 in %arg31 : (tensor<10x64x64xf32>, tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc68)
    %101 = bufferization.materialize_in_destination %67 in %arg32 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc72)
    %102 = bufferization.materialize_in_destination %75 in %arg33 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc72)
    %103 = bufferization.materialize_in_destination %72 in %arg34 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc72)
    %104 = bufferization.materialize_in_destination %67 in %arg35 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc72)
    %105 = bufferization.materialize_in_destination %74 in %arg36 : (tensor<10xf32>, tensor<10xf32>) -> tensor<10xf32> loc(#loc72)
    %106 = bufferization.materialize_in_destination %71 in %arg37 : (tensor<10xf32>, tensor<10xf32>) -> tensor<10xf32> loc(#loc72)
    %107 = bufferization.materialize_in_destination %48 in %arg38 : (tensor<10xf32>, tensor<10xf32>) -> tensor<10xf32> loc(#loc68)
    %108 = bufferization.materialize_in_destination %collapsed_7 in %arg39 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc71)
    %109 = bufferization.materialize_in_destination %collapsed_6 in %arg40 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc71)
    %110 = bufferization.materialize_in_destination %56 in %arg41 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc71)
    %111 = bufferization.materialize_in_destination %91 in %arg42 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc78)
    %112 = bufferization.materialize_in_destination %52 in %arg43 : (tensor<10x64x64xf32>, tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc70)
    %113 = bufferization.materialize_in_destination %48 in %arg44 : (tensor<10xf32>, tensor<10xf32>) -> tensor<10xf32> loc(#loc68)
    %114 = bufferization.materialize_in_destination %expanded_11 in %arg45 : (tensor<?x8x8xf32>, tensor<?x8x8xf32>) -> tensor<?x8x8xf32> loc(#loc77)
    return %92, %93, %94, %95, %96, %97, %98, %99, %100, %101, %102, %103, %104, %105, %106, %107, %108, %109, %110, %111, %112, %113, %114 : tensor<?x10xf32>, tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64x64xf32>, tensor<10xf32>, tensor<?x8x8xf32> loc(#loc35)
  } loc(#loc35)
  func.func @grad_cotangent_f64(%arg0: tensor<?x8x8xf64> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "input", dnd.name = "image"} loc("image"(#loc1)), %arg1: tensor<10x64x64xf64> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "param", dnd.name = "a.Wa"} loc("a.Wa"(#loc2)), %arg2: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 1 : i64, dnd.kind = "param", dnd.name = "a.Wb"} loc("a.Wb"(#loc3)), %arg3: tensor<10x64x64xf64> {bufferization.writable = false, dnd.index = 2 : i64, dnd.kind = "param", dnd.name = "b.Wa"} loc("b.Wa"(#loc4)), %arg4: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 3 : i64, dnd.kind = "param", dnd.name = "c.Wa"} loc("c.Wa"(#loc5)), %arg5: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 4 : i64, dnd.kind = "param", dnd.name = "d.Wa"} loc("d.Wa"(#loc6)), %arg6: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 5 : i64, dnd.kind = "param", dnd.name = "e.Wa"} loc("e.Wa"(#loc7)), %arg7: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 6 : i64, dnd.kind = "param", dnd.name = "e.Wb"} loc("e.Wb"(#loc8)), %arg8: tensor<10x64x64xf64> {bufferization.writable = false, dnd.index = 7 : i64, dnd.kind = "param", dnd.name = "f.Wa"} loc("f.Wa"(#loc9)), %arg9: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 8 : i64, dnd.kind = "param", dnd.name = "f.Wb"} loc("f.Wb"(#loc10)), %arg10: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 9 : i64, dnd.kind = "param", dnd.name = "g.Wa"} loc("g.Wa"(#loc11)), %arg11: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 10 : i64, dnd.kind = "param", dnd.name = "g.Wb"} loc("g.Wb"(#loc12)), %arg12: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 11 : i64, dnd.kind = "param", dnd.name = "g.Wc"} loc("g.Wc"(#loc13)), %arg13: tensor<10xf64> {bufferization.writable = false, dnd.index = 12 : i64, dnd.kind = "param", dnd.name = "g.ba"} loc("g.ba"(#loc14)), %arg14: tensor<10xf64> {bufferization.writable = false, dnd.index = 13 : i64, dnd.kind = "param", dnd.name = "g.bb"} loc("g.bb"(#loc15)), %arg15: tensor<10xf64> {bufferization.writable = false, dnd.index = 14 : i64, dnd.kind = "param", dnd.name = "g.bc"} loc("g.bc"(#loc16)), %arg16: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 15 : i64, dnd.kind = "param", dnd.name = "h.Wa"} loc("h.Wa"(#loc17)), %arg17: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 16 : i64, dnd.kind = "param", dnd.name = "h.Wb"} loc("h.Wb"(#loc18)), %arg18: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 17 : i64, dnd.kind = "param", dnd.name = "h.Wc"} loc("h.Wc"(#loc19)), %arg19: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 18 : i64, dnd.kind = "param", dnd.name = "l.w"} loc("l.w"(#loc20)), %arg20: tensor<10x64x64xf64> {bufferization.writable = false, dnd.index = 19 : i64, dnd.kind = "param", dnd.name = "l.K"} loc("l.K"(#loc21)), %arg21: tensor<10xf64> {bufferization.writable = false, dnd.index = 20 : i64, dnd.kind = "param", dnd.name = "l.b"} loc("l.b"(#loc22)), %arg22: tensor<?x10xf64> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "cotangent", dnd.name = "logits"} loc("Neurons"(#loc)), %arg23: tensor<?x10xf64> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "output", dnd.name = "logits"} loc("Neurons"(#loc)), %arg24: tensor<10x64x64xf64> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "param_grad", dnd.name = "a.Wa"} loc("Neurons"(#loc)), %arg25: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 1 : i64, dnd.kind = "param_grad", dnd.name = "a.Wb"} loc("Neurons"(#loc)), %arg26: tensor<10x64x64xf64> {bufferization.writable = true, dnd.index = 2 : i64, dnd.kind = "param_grad", dnd.name = "b.Wa"} loc("Neurons"(#loc)), %arg27: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 3 : i64, dnd.kind = "param_grad", dnd.name = "c.Wa"} loc("Neurons"(#loc)), %arg28: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 4 : i64, dnd.kind = "param_grad", dnd.name = "d.Wa"} loc("Neurons"(#loc)), %arg29: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 5 : i64, dnd.kind = "param_grad", dnd.name = "e.Wa"} loc("Neurons"(#loc)), %arg30: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 6 : i64, dnd.kind = "param_grad", dnd.name = "e.Wb"} loc("Neurons"(#loc)), %arg31: tensor<10x64x64xf64> {bufferization.writable = true, dnd.index = 7 : i64, dnd.kind = "param_grad", dnd.name = "f.Wa"} loc("Neurons"(#loc)), %arg32: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 8 : i64, dnd.kind = "param_grad", dnd.name = "f.Wb"} loc("Neurons"(#loc)), %arg33: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 9 : i64, dnd.kind = "param_grad", dnd.name = "g.Wa"} loc("Neurons"(#loc)), %arg34: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 10 : i64, dnd.kind = "param_grad", dnd.name = "g.Wb"} loc("Neurons"(#loc)), %arg35: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 11 : i64, dnd.kind = "param_grad", dnd.name = "g.Wc"} loc("Neurons"(#loc)), %arg36: tensor<10xf64> {bufferization.writable = true, dnd.index = 12 : i64, dnd.kind = "param_grad", dnd.name = "g.ba"} loc("Neurons"(#loc)), %arg37: tensor<10xf64> {bufferization.writable = true, dnd.index = 13 : i64, dnd.kind = "param_grad", dnd.name = "g.bb"} loc("Neurons"(#loc)), %arg38: tensor<10xf64> {bufferization.writable = true, dnd.index = 14 : i64, dnd.kind = "param_grad", dnd.name = "g.bc"} loc("Neurons"(#loc)), %arg39: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 15 : i64, dnd.kind = "param_grad", dnd.name = "h.Wa"} loc("Neurons"(#loc)), %arg40: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 16 : i64, dnd.kind = "param_grad", dnd.name = "h.Wb"} loc("Neurons"(#loc)), %arg41: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 17 : i64, dnd.kind = "param_grad", dnd.name = "h.Wc"} loc("Neurons"(#loc)), %arg42: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 18 : i64, dnd.kind = "param_grad", dnd.name = "l.w"} loc("Neurons"(#loc)), %arg43: tensor<10x64x64xf64> {bufferization.writable = true, dnd.index = 19 : i64, dnd.kind = "param_grad", dnd.name = "l.K"} loc("Neurons"(#loc)), %arg44: tensor<10xf64> {bufferization.writable = true, dnd.index = 20 : i64, dnd.kind = "param_grad", dnd.name = "l.b"} loc("Neurons"(#loc)), %arg45: tensor<?x8x8xf64> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "input_grad", dnd.name = "image"} loc("Neurons"(#loc)), %arg46: index {dnd.kind = "batch"} loc("Neurons"(#loc))) -> (tensor<?x10xf64> {dnd.index = 0 : i64, dnd.kind = "output", dnd.name = "logits"}, tensor<10x64x64xf64> {dnd.index = 0 : i64, dnd.kind = "param_grad", dnd.name = "a.Wa"}, tensor<10x64xf64> {dnd.index = 1 : i64, dnd.kind = "param_grad", dnd.name = "a.Wb"}, tensor<10x64x64xf64> {dnd.index = 2 : i64, dnd.kind = "param_grad", dnd.name = "b.Wa"}, tensor<10x64xf64> {dnd.index = 3 : i64, dnd.kind = "param_grad", dnd.name = "c.Wa"}, tensor<10x64xf64> {dnd.index = 4 : i64, dnd.kind = "param_grad", dnd.name = "d.Wa"}, tensor<10x64xf64> {dnd.index = 5 : i64, dnd.kind = "param_grad", dnd.name = "e.Wa"}, tensor<10x64xf64> {dnd.index = 6 : i64, dnd.kind = "param_grad", dnd.name = "e.Wb"}, tensor<10x64x64xf64> {dnd.index = 7 : i64, dnd.kind = "param_grad", dnd.name = "f.Wa"}, tensor<10x64xf64> {dnd.index = 8 : i64, dnd.kind = "param_grad", dnd.name = "f.Wb"}, tensor<10x64xf64> {dnd.index = 9 : i64, dnd.kind = "param_grad", dnd.name = "g.Wa"}, tensor<10x64xf64> {dnd.index = 10 : i64, dnd.kind = "param_grad", dnd.name = "g.Wb"}, tensor<10x64xf64> {dnd.index = 11 : i64, dnd.kind = "param_grad", dnd.name = "g.Wc"}, tensor<10xf64> {dnd.index = 12 : i64, dnd.kind = "param_grad", dnd.name = "g.ba"}, tensor<10xf64> {dnd.index = 13 : i64, dnd.kind = "param_grad", dnd.name = "g.bb"}, tensor<10xf64> {dnd.index = 14 : i64, dnd.kind = "param_grad", dnd.name = "g.bc"}, tensor<10x64xf64> {dnd.index = 15 : i64, dnd.kind = "param_grad", dnd.name = "h.Wa"}, tensor<10x64xf64> {dnd.index = 16 : i64, dnd.kind = "param_grad", dnd.name = "h.Wb"}, tensor<10x64xf64> {dnd.index = 17 : i64, dnd.kind = "param_grad", dnd.name = "h.Wc"}, tensor<10x64xf64> {dnd.index = 18 : i64, dnd.kind = "param_grad", dnd.name = "l.w"}, tensor<10x64x64xf64> {dnd.index = 19 : i64, dnd.kind = "param_grad", dnd.name = "l.K"}, tensor<10xf64> {dnd.index = 20 : i64, dnd.kind = "param_grad", dnd.name = "l.b"}, tensor<?x8x8xf64> {dnd.index = 0 : i64, dnd.kind = "input_grad", dnd.name = "image"}) {
    %cst = arith.constant 0.22222222222222221 : f64 loc(#loc23)
    %cst_0 = arith.constant 0.1111111111111111 : f64 loc(#loc23)
    %cst_1 = arith.constant 0.000000e+00 : f64 loc(#loc23)
    %collapsed = tensor.collapse_shape %arg0 [[0], [1, 2]] : tensor<?x8x8xf64> into tensor<?x64xf64> loc(#loc58)
    %0 = tensor.empty(%arg46) : tensor<?x10xf64> loc(#loc59)
    %1 = linalg.fill ins(%cst_1 : f64) outs(%0 : tensor<?x10xf64>) -> tensor<?x10xf64> loc(#loc59)
    %2 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg4, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("c.Wa"(#loc5)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("c"(#loc25))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc59)
      %116 = arith.mulf %115, %in_12 : f64 loc(#loc59)
      %117 = arith.addf %out, %116 : f64 loc(#loc59)
      linalg.yield %117 : f64 loc(#loc59)
    } -> tensor<?x10xf64> loc(#loc59)
    %expanded = tensor.expand_shape %arg5 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf64> into tensor<10x1x64xf64> loc(#loc60)
    %3 = tensor.empty(%arg46) : tensor<?x10x1xf64> loc(#loc60)
    %4 = linalg.fill ins(%cst_1 : f64) outs(%3 : tensor<?x10x1xf64>) -> tensor<?x10x1xf64> loc(#loc60)
    %5 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded, %collapsed : tensor<10x1x64xf64>, tensor<?x64xf64>) outs(%4 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("d"(#loc26)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("d"(#loc26))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc60)
      %116 = arith.addf %out, %115 : f64 loc(#loc60)
      linalg.yield %116 : f64 loc(#loc60)
    } -> tensor<?x10x1xf64> loc(#loc60)
    %6 = linalg.generic {indexing_maps = [#map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%5 : tensor<?x10x1xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("d"(#loc26)), %out: f64 loc("c"(#loc25))):
      %115 = arith.mulf %in, %in : f64 loc(#loc60)
      %116 = arith.addf %out, %115 : f64 loc(#loc60)
      linalg.yield %116 : f64 loc(#loc60)
    } -> tensor<?x10xf64> loc(#loc60)
    %expanded_2 = tensor.expand_shape %arg6 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf64> into tensor<10x1x64xf64> loc(#loc61)
    %expanded_3 = tensor.expand_shape %arg7 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf64> into tensor<10x1x64xf64> loc(#loc61)
    %7 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_2, %collapsed : tensor<10x1x64xf64>, tensor<?x64xf64>) outs(%4 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("e"(#loc27)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("e"(#loc27))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc61)
      %116 = arith.addf %out, %115 : f64 loc(#loc61)
      linalg.yield %116 : f64 loc(#loc61)
    } -> tensor<?x10x1xf64> loc(#loc61)
    %8 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_3, %collapsed : tensor<10x1x64xf64>, tensor<?x64xf64>) outs(%4 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("e"(#loc27)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("e"(#loc27))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc61)
      %116 = arith.addf %out, %115 : f64 loc(#loc61)
      linalg.yield %116 : f64 loc(#loc61)
    } -> tensor<?x10x1xf64> loc(#loc61)
    %9 = linalg.generic {indexing_maps = [#map6, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%7, %8 : tensor<?x10x1xf64>, tensor<?x10x1xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("e"(#loc27)), %in_12: f64 loc("e"(#loc27)), %out: f64 loc("e"(#loc27))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc61)
      %116 = arith.addf %out, %115 : f64 loc(#loc61)
      linalg.yield %116 : f64 loc(#loc61)
    } -> tensor<?x10xf64> loc(#loc61)
    %10 = tensor.empty(%arg46) : tensor<?x10x64xf64> loc(#loc62)
    %11 = linalg.fill ins(%cst_1 : f64) outs(%10 : tensor<?x10x64xf64>) -> tensor<?x10x64xf64> loc(#loc62)
    %12 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%arg8, %collapsed : tensor<10x64x64xf64>, tensor<?x64xf64>) outs(%11 : tensor<?x10x64xf64>) {
    ^bb0(%in: f64 loc("f.Wa"(#loc9)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("f"(#loc28))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc62)
      %116 = arith.addf %out, %115 : f64 loc(#loc62)
      linalg.yield %116 : f64 loc(#loc62)
    } -> tensor<?x10x64xf64> loc(#loc62)
    %13 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%12, %collapsed : tensor<?x10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("f"(#loc28)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("f"(#loc28))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc62)
      %116 = arith.addf %out, %115 : f64 loc(#loc62)
      linalg.yield %116 : f64 loc(#loc62)
    } -> tensor<?x10xf64> loc(#loc62)
    %14 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg9, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("f.Wb"(#loc10)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("c"(#loc25))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc62)
      %116 = arith.mulf %115, %in_12 : f64 loc(#loc62)
      %117 = arith.addf %out, %116 : f64 loc(#loc62)
      linalg.yield %117 : f64 loc(#loc62)
    } -> tensor<?x10xf64> loc(#loc62)
    %15 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg10, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("g.Wa"(#loc11)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("g"(#loc29))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc63)
      %116 = arith.addf %out, %115 : f64 loc(#loc63)
      linalg.yield %116 : f64 loc(#loc63)
    } -> tensor<?x10xf64> loc(#loc63)
    %16 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg11, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("g.Wb"(#loc12)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("g"(#loc29))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc63)
      %116 = arith.addf %out, %115 : f64 loc(#loc63)
      linalg.yield %116 : f64 loc(#loc63)
    } -> tensor<?x10xf64> loc(#loc63)
    %17 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg12, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("g.Wc"(#loc13)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("c"(#loc25))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc63)
      %116 = arith.mulf %115, %in_12 : f64 loc(#loc63)
      %117 = arith.addf %out, %116 : f64 loc(#loc63)
      linalg.yield %117 : f64 loc(#loc63)
    } -> tensor<?x10xf64> loc(#loc63)
    %expanded_4 = tensor.expand_shape %arg16 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf64> into tensor<10x1x64xf64> loc(#loc64)
    %expanded_5 = tensor.expand_shape %arg17 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf64> into tensor<10x1x64xf64> loc(#loc64)
    %18 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_4, %collapsed : tensor<10x1x64xf64>, tensor<?x64xf64>) outs(%4 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("h"(#loc30)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("h"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc64)
      %116 = arith.addf %out, %115 : f64 loc(#loc64)
      linalg.yield %116 : f64 loc(#loc64)
    } -> tensor<?x10x1xf64> loc(#loc64)
    %19 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_5, %collapsed : tensor<10x1x64xf64>, tensor<?x64xf64>) outs(%4 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("h"(#loc30)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("h"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc64)
      %116 = arith.addf %out, %115 : f64 loc(#loc64)
      linalg.yield %116 : f64 loc(#loc64)
    } -> tensor<?x10x1xf64> loc(#loc64)
    %20 = linalg.generic {indexing_maps = [#map6, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%18, %19 : tensor<?x10x1xf64>, tensor<?x10x1xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("h"(#loc30)), %in_12: f64 loc("h"(#loc30)), %out: f64 loc("h"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc64)
      %116 = arith.addf %out, %115 : f64 loc(#loc64)
      linalg.yield %116 : f64 loc(#loc64)
    } -> tensor<?x10xf64> loc(#loc64)
    %21 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg18, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("h.Wc"(#loc19)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("h"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc64)
      %116 = arith.addf %out, %115 : f64 loc(#loc64)
      linalg.yield %116 : f64 loc(#loc64)
    } -> tensor<?x10xf64> loc(#loc64)
    %22 = tensor.empty() : tensor<10x64x64xf64> loc(#loc65)
    %23 = linalg.generic {indexing_maps = [#map6, #map2, #map1, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg20, %arg19, %arg19 : tensor<10x64x64xf64>, tensor<10x64xf64>, tensor<10x64xf64>) outs(%22 : tensor<10x64x64xf64>) {
    ^bb0(%in: f64 loc("l.K"(#loc21)), %in_12: f64 loc("l.w"(#loc20)), %in_13: f64 loc("l.w"(#loc20)), %out: f64 loc("l"(#loc31))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc65)
      %116 = arith.mulf %115, %in_13 : f64 loc(#loc65)
      linalg.yield %116 : f64 loc(#loc65)
    } -> tensor<10x64x64xf64> loc(#loc65)
    %24 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%23, %collapsed : tensor<10x64x64xf64>, tensor<?x64xf64>) outs(%11 : tensor<?x10x64xf64>) {
    ^bb0(%in: f64 loc("l"(#loc31)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("l"(#loc31))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc65)
      %116 = arith.addf %out, %115 : f64 loc(#loc65)
      linalg.yield %116 : f64 loc(#loc65)
    } -> tensor<?x10x64xf64> loc(#loc65)
    %25 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%24, %collapsed : tensor<?x10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("l"(#loc31)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("l"(#loc31))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc65)
      %116 = arith.addf %out, %115 : f64 loc(#loc65)
      linalg.yield %116 : f64 loc(#loc65)
    } -> tensor<?x10xf64> loc(#loc65)
    %26 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg19, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("l.w"(#loc20)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("l"(#loc31))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc65)
      %116 = arith.addf %out, %115 : f64 loc(#loc65)
      linalg.yield %116 : f64 loc(#loc65)
    } -> tensor<?x10xf64> loc(#loc65)
    %27 = linalg.generic {indexing_maps = [#map6, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg1, %arg3 : tensor<10x64x64xf64>, tensor<10x64x64xf64>) outs(%22 : tensor<10x64x64xf64>) {
    ^bb0(%in: f64 loc("a.Wa"(#loc2)), %in_12: f64 loc("b.Wa"(#loc4)), %out: f64 loc("Neurons"(#loc32))):
      %115 = arith.addf %in, %in_12 : f64 loc(#loc66)
      linalg.yield %115 : f64 loc(#loc66)
    } -> tensor<10x64x64xf64> loc(#loc66)
    %28 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%27, %collapsed : tensor<10x64x64xf64>, tensor<?x64xf64>) outs(%11 : tensor<?x10x64xf64>) {
    ^bb0(%in: f64 loc("Neurons"(#loc32)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("Neurons"(#loc32))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc66)
      %116 = arith.addf %out, %115 : f64 loc(#loc66)
      linalg.yield %116 : f64 loc(#loc66)
    } -> tensor<?x10x64xf64> loc(#loc66)
    %29 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%28, %collapsed : tensor<?x10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("Neurons"(#loc32)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("Neurons"(#loc32))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc66)
      %116 = arith.addf %out, %115 : f64 loc(#loc66)
      linalg.yield %116 : f64 loc(#loc66)
    } -> tensor<?x10xf64> loc(#loc66)
    %30 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg2, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("a.Wb"(#loc3)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("Neurons"(#loc32))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc66)
      %116 = arith.addf %out, %115 : f64 loc(#loc66)
      linalg.yield %116 : f64 loc(#loc66)
    } -> tensor<?x10xf64> loc(#loc66)
    %31 = linalg.generic {indexing_maps = [#map7, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map7, #map8, #map7, #map8, #map8, #map8, #map7, #map8, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg15, %29, %30, %2, %6, %9, %13, %14, %15, %arg13, %16, %arg14, %17, %20, %21, %arg21, %25, %26 : tensor<10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<10xf64>, tensor<?x10xf64>, tensor<10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<10xf64>, tensor<?x10xf64>, tensor<?x10xf64>) outs(%0 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("g.bc"(#loc16)), %in_12: f64 loc("Neurons"(#loc32)), %in_13: f64 loc("Neurons"(#loc32)), %in_14: f64 loc("c"(#loc25)), %in_15: f64 loc("d"(#loc26)), %in_16: f64 loc("e"(#loc27)), %in_17: f64 loc("f"(#loc28)), %in_18: f64 loc("f"(#loc28)), %in_19: f64 loc("g"(#loc29)), %in_20: f64 loc("g.ba"(#loc14)), %in_21: f64 loc("g"(#loc29)), %in_22: f64 loc("g.bb"(#loc15)), %in_23: f64 loc("g"(#loc29)), %in_24: f64 loc("h"(#loc30)), %in_25: f64 loc("h"(#loc30)), %in_26: f64 loc("l.b"(#loc22)), %in_27: f64 loc("l"(#loc31)), %in_28: f64 loc("l"(#loc31)), %out: f64 loc("c"(#loc25))):
      %115 = arith.addf %in_27, %in_28 : f64 loc(#loc65)
      %116 = arith.addf %in_26, %115 : f64 loc(#loc65)
      %117 = arith.addf %in_24, %in_25 : f64 loc(#loc64)
      %118 = arith.addf %in_21, %in_22 : f64 loc(#loc63)
      %119 = arith.addf %in_19, %in_20 : f64 loc(#loc63)
      %120 = arith.mulf %119, %118 : f64 loc(#loc63)
      %121 = arith.addf %in_12, %in_13 : f64 loc(#loc66)
      %122 = arith.addf %in, %121 : f64 loc(#loc66)
      %123 = arith.addf %122, %in_14 : f64 loc(#loc67)
      %124 = arith.addf %123, %in_15 : f64 loc(#loc67)
      %125 = arith.addf %124, %in_16 : f64 loc(#loc67)
      %126 = arith.addf %125, %in_17 : f64 loc(#loc67)
      %127 = arith.addf %126, %in_18 : f64 loc(#loc67)
      %128 = arith.addf %127, %120 : f64 loc(#loc67)
      %129 = arith.addf %128, %in_23 : f64 loc(#loc67)
      %130 = arith.addf %129, %117 : f64 loc(#loc67)
      %131 = arith.addf %130, %116 : f64 loc(#loc67)
      %132 = arith.mulf %131, %cst_0 : f64 loc(#loc67)
      linalg.yield %132 : f64 loc(#loc67)
    } -> tensor<?x10xf64> loc(#loc67)
    %32 = linalg.generic {indexing_maps = [#map6, #map6, #map9, #map9, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg1, %arg3, %arg1, %arg3 : tensor<10x64x64xf64>, tensor<10x64x64xf64>, tensor<10x64x64xf64>, tensor<10x64x64xf64>) outs(%22 : tensor<10x64x64xf64>) {
    ^bb0(%in: f64 loc("a.Wa"(#loc2)), %in_12: f64 loc("b.Wa"(#loc4)), %in_13: f64 loc("a.Wa"(#loc2)), %in_14: f64 loc("b.Wa"(#loc4)), %out: f64 loc("l"(#loc31))):
      %115 = arith.addf %in_13, %in_14 : f64 loc(#loc66)
      %116 = arith.addf %in, %in_12 : f64 loc(#loc66)
      %117 = arith.addf %116, %115 : f64 loc(#loc68)
      linalg.yield %117 : f64 loc(#loc68)
    } -> tensor<10x64x64xf64> loc(#loc68)
    %33 = linalg.generic {indexing_maps = [#map2, #map1, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg22, %collapsed : tensor<?x10xf64>, tensor<?x64xf64>) outs(%10 : tensor<?x10x64xf64>) {
    ^bb0(%in: f64 loc("Neurons"(#loc)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc68)
      linalg.yield %115 : f64 loc(#loc68)
    } -> tensor<?x10x64xf64> loc(#loc68)
    %34 = tensor.empty(%arg46) : tensor<?x64xf64> loc(#loc68)
    %35 = linalg.fill ins(%cst_1 : f64) outs(%34 : tensor<?x64xf64>) -> tensor<?x64xf64> loc(#loc68)
    %36 = linalg.generic {indexing_maps = [#map10, #map11, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%33, %32 : tensor<?x10x64xf64>, tensor<10x64x64xf64>) outs(%35 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("grad(Neurons)"(#loc32)), %in_12: f64 loc("grad(Neurons)"(#loc32)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc68)
      %116 = arith.addf %out, %115 : f64 loc(#loc68)
      linalg.yield %116 : f64 loc(#loc68)
    } -> tensor<?x64xf64> loc(#loc68)
    %37 = linalg.generic {indexing_maps = [#map1, #map13, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg22, %arg2 : tensor<?x10xf64>, tensor<10x64xf64>) outs(%35 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("Neurons"(#loc)), %in_12: f64 loc("a.Wb"(#loc3)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc68)
      %116 = arith.addf %out, %115 : f64 loc(#loc68)
      linalg.yield %116 : f64 loc(#loc68)
    } -> tensor<?x64xf64> loc(#loc68)
    %38 = linalg.generic {indexing_maps = [#map2, #map1, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg22, %collapsed : tensor<?x10xf64>, tensor<?x64xf64>) outs(%10 : tensor<?x10x64xf64>) {
    ^bb0(%in: f64 loc("Neurons"(#loc)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %115 = arith.mulf %in, %cst_0 : f64 loc(#loc69)
      %116 = arith.mulf %115, %in_12 : f64 loc(#loc68)
      linalg.yield %116 : f64 loc(#loc68)
    } -> tensor<?x10x64xf64> loc(#loc68)
    %39 = linalg.fill ins(%cst_1 : f64) outs(%22 : tensor<10x64x64xf64>) -> tensor<10x64x64xf64> loc(#loc68)
    %40 = linalg.generic {indexing_maps = [#map14, #map15, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%38, %collapsed : tensor<?x10x64xf64>, tensor<?x64xf64>) outs(%39 : tensor<10x64x64xf64>) {
    ^bb0(%in: f64 loc("grad(Neurons)"(#loc32)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc68)
      %116 = arith.addf %out, %115 : f64 loc(#loc68)
      linalg.yield %116 : f64 loc(#loc68)
    } -> tensor<10x64x64xf64> loc(#loc68)
    %41 = tensor.empty() : tensor<10x64xf64> loc(#loc68)
    %42 = linalg.fill ins(%cst_1 : f64) outs(%41 : tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc68)
    %43 = linalg.generic {indexing_maps = [#map16, #map13, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg22, %collapsed : tensor<?x10xf64>, tensor<?x64xf64>) outs(%42 : tensor<10x64xf64>) {
    ^bb0(%in: f64 loc("Neurons"(#loc)), %in_12: f64 loc("flatten"(#loc24)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc68)
      %116 = arith.addf %out, %115 : f64 loc(#loc68)
      linalg.yield %116 : f64 loc(#loc68)
    } -> tensor<10x64xf64> loc(#loc68)
    %44 = linalg.generic {indexing_maps = [#map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%43 : tensor<10x64xf64>) outs(%41 : tensor<10x64xf64>) {
    ^bb0(%in: f64 loc("grad(Neurons)"(#loc32)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %115 = arith.mulf %in, %cst_0 : f64 loc(#loc68)
      linalg.yield %115 : f64 loc(#loc68)
    } -> tensor<10x64xf64> loc(#loc68)
    %45 = tensor.empty() : tensor<10xf64> loc(#loc68)
    %46 = linalg.fill ins(%cst_1 : f64) outs(%45 : tensor<10xf64>) -> tensor<10xf64> loc(#loc68)
    %47 = linalg.generic {indexing_maps = [#map17, #map18], iterator_types = ["parallel", "reduction"]} ins(%arg22 : tensor<?x10xf64>) outs(%46 : tensor<10xf64>) {
    ^bb0(%in: f64 loc("Neurons"(#loc)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %115 = arith.addf %out, %in : f64 loc(#loc68)
      linalg.yield %115 : f64 loc(#loc68)
    } -> tensor<10xf64> loc(#loc68)
    %48 = linalg.generic {indexing_maps = [#map19, #map19], iterator_types = ["parallel"]} ins(%47 : tensor<10xf64>) outs(%45 : tensor<10xf64>) {
    ^bb0(%in: f64 loc("grad(Neurons)"(#loc32)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %115 = arith.mulf %in, %cst_0 : f64 loc(#loc68)
      linalg.yield %115 : f64 loc(#loc68)
    } -> tensor<10xf64> loc(#loc68)
    %49 = linalg.generic {indexing_maps = [#map6, #map9, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%23, %23 : tensor<10x64x64xf64>, tensor<10x64x64xf64>) outs(%22 : tensor<10x64x64xf64>) {
    ^bb0(%in: f64 loc("l"(#loc31)), %in_12: f64 loc("l"(#loc31)), %out: f64 loc("grad(l)"(#loc31))):
      %115 = arith.addf %in, %in_12 : f64 loc(#loc70)
      linalg.yield %115 : f64 loc(#loc70)
    } -> tensor<10x64x64xf64> loc(#loc70)
    %50 = linalg.generic {indexing_maps = [#map10, #map11, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%33, %49 : tensor<?x10x64xf64>, tensor<10x64x64xf64>) outs(%35 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("grad(l)"(#loc31)), %in_12: f64 loc("grad(l)"(#loc31)), %out: f64 loc("grad(l)"(#loc31))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc70)
      %116 = arith.addf %out, %115 : f64 loc(#loc70)
      linalg.yield %116 : f64 loc(#loc70)
    } -> tensor<?x64xf64> loc(#loc70)
    %51 = linalg.generic {indexing_maps = [#map1, #map13, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg22, %arg19 : tensor<?x10xf64>, tensor<10x64xf64>) outs(%35 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("Neurons"(#loc)), %in_12: f64 loc("l.w"(#loc20)), %out: f64 loc("grad(l)"(#loc31))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc70)
      %116 = arith.addf %out, %115 : f64 loc(#loc70)
      linalg.yield %116 : f64 loc(#loc70)
    } -> tensor<?x64xf64> loc(#loc70)
    %52 = linalg.generic {indexing_maps = [#map2, #map1, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg19, %arg19, %40 : tensor<10x64xf64>, tensor<10x64xf64>, tensor<10x64x64xf64>) outs(%22 : tensor<10x64x64xf64>) {
    ^bb0(%in: f64 loc("l.w"(#loc20)), %in_12: f64 loc("l.w"(#loc20)), %in_13: f64 loc("grad(Neurons)"(#loc32)), %out: f64 loc("grad(l)"(#loc31))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc70)
      %116 = arith.mulf %115, %in_13 : f64 loc(#loc70)
      linalg.yield %116 : f64 loc(#loc70)
    } -> tensor<10x64x64xf64> loc(#loc70)
    %53 = linalg.generic {indexing_maps = [#map6, #map1, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg20, %arg19, %40 : tensor<10x64x64xf64>, tensor<10x64xf64>, tensor<10x64x64xf64>) outs(%42 : tensor<10x64xf64>) {
    ^bb0(%in: f64 loc("l.K"(#loc21)), %in_12: f64 loc("l.w"(#loc20)), %in_13: f64 loc("grad(Neurons)"(#loc32)), %out: f64 loc("grad(l)"(#loc31))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc70)
      %116 = arith.mulf %115, %in_13 : f64 loc(#loc70)
      %117 = arith.addf %out, %116 : f64 loc(#loc70)
      linalg.yield %117 : f64 loc(#loc70)
    } -> tensor<10x64xf64> loc(#loc70)
    %54 = linalg.generic {indexing_maps = [#map9, #map1, #map9, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg20, %arg19, %40 : tensor<10x64x64xf64>, tensor<10x64xf64>, tensor<10x64x64xf64>) outs(%42 : tensor<10x64xf64>) {
    ^bb0(%in: f64 loc("l.K"(#loc21)), %in_12: f64 loc("l.w"(#loc20)), %in_13: f64 loc("grad(Neurons)"(#loc32)), %out: f64 loc("grad(l)"(#loc31))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc70)
      %116 = arith.mulf %115, %in_13 : f64 loc(#loc70)
      %117 = arith.addf %out, %116 : f64 loc(#loc70)
      linalg.yield %117 : f64 loc(#loc70)
    } -> tensor<10x64xf64> loc(#loc70)
    %55 = linalg.generic {indexing_maps = [#map13, #map16, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%collapsed, %arg22 : tensor<?x64xf64>, tensor<?x10xf64>) outs(%42 : tensor<10x64xf64>) {
    ^bb0(%in: f64 loc("flatten"(#loc24)), %in_12: f64 loc("Neurons"(#loc)), %out: f64 loc("grad(h)"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc71)
      %116 = arith.addf %out, %115 : f64 loc(#loc71)
      linalg.yield %116 : f64 loc(#loc71)
    } -> tensor<10x64xf64> loc(#loc71)
    %56 = linalg.generic {indexing_maps = [#map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%55 : tensor<10x64xf64>) outs(%41 : tensor<10x64xf64>) {
    ^bb0(%in: f64 loc("grad(h)"(#loc30)), %out: f64 loc("grad(h)"(#loc30))):
      %115 = arith.mulf %in, %cst_0 : f64 loc(#loc71)
      linalg.yield %115 : f64 loc(#loc71)
    } -> tensor<10x64xf64> loc(#loc71)
    %57 = linalg.generic {indexing_maps = [#map13, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg18, %arg22 : tensor<10x64xf64>, tensor<?x10xf64>) outs(%35 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("h.Wc"(#loc19)), %in_12: f64 loc("Neurons"(#loc)), %out: f64 loc("grad(h)"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc71)
      %116 = arith.addf %out, %115 : f64 loc(#loc71)
      linalg.yield %116 : f64 loc(#loc71)
    } -> tensor<?x64xf64> loc(#loc71)
    %58 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%19, %arg22 : tensor<?x10x1xf64>, tensor<?x10xf64>) outs(%3 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("h"(#loc30)), %in_12: f64 loc("Neurons"(#loc)), %out: f64 loc("grad(h)"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc71)
      %116 = arith.mulf %115, %cst_0 : f64 loc(#loc71)
      linalg.yield %116 : f64 loc(#loc71)
    } -> tensor<?x10x1xf64> loc(#loc71)
    %59 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%18, %arg22 : tensor<?x10x1xf64>, tensor<?x10xf64>) outs(%3 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("h"(#loc30)), %in_12: f64 loc("Neurons"(#loc)), %out: f64 loc("grad(h)"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc71)
      %116 = arith.mulf %115, %cst_0 : f64 loc(#loc71)
      linalg.yield %116 : f64 loc(#loc71)
    } -> tensor<?x10x1xf64> loc(#loc71)
    %60 = tensor.empty() : tensor<10x1x64xf64> loc(#loc71)
    %61 = linalg.fill ins(%cst_1 : f64) outs(%60 : tensor<10x1x64xf64>) -> tensor<10x1x64xf64> loc(#loc71)
    %62 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %59 : tensor<?x64xf64>, tensor<?x10x1xf64>) outs(%61 : tensor<10x1x64xf64>) {
    ^bb0(%in: f64 loc("flatten"(#loc24)), %in_12: f64 loc("grad(h)"(#loc30)), %out: f64 loc("grad(h)"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc71)
      %116 = arith.addf %out, %115 : f64 loc(#loc71)
      linalg.yield %116 : f64 loc(#loc71)
    } -> tensor<10x1x64xf64> loc(#loc71)
    %63 = linalg.generic {indexing_maps = [#map22, #map10, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%expanded_5, %59 : tensor<10x1x64xf64>, tensor<?x10x1xf64>) outs(%35 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("h"(#loc30)), %in_12: f64 loc("grad(h)"(#loc30)), %out: f64 loc("grad(h)"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc71)
      %116 = arith.addf %out, %115 : f64 loc(#loc71)
      linalg.yield %116 : f64 loc(#loc71)
    } -> tensor<?x64xf64> loc(#loc71)
    %64 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %58 : tensor<?x64xf64>, tensor<?x10x1xf64>) outs(%61 : tensor<10x1x64xf64>) {
    ^bb0(%in: f64 loc("flatten"(#loc24)), %in_12: f64 loc("grad(h)"(#loc30)), %out: f64 loc("grad(h)"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc71)
      %116 = arith.addf %out, %115 : f64 loc(#loc71)
      linalg.yield %116 : f64 loc(#loc71)
    } -> tensor<10x1x64xf64> loc(#loc71)
    %65 = linalg.generic {indexing_maps = [#map22, #map10, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%expanded_4, %58 : tensor<10x1x64xf64>, tensor<?x10x1xf64>) outs(%35 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("h"(#loc30)), %in_12: f64 loc("grad(h)"(#loc30)), %out: f64 loc("grad(h)"(#loc30))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc71)
      %116 = arith.addf %out, %115 : f64 loc(#loc71)
      linalg.yield %116 : f64 loc(#loc71)
    } -> tensor<?x64xf64> loc(#loc71)
    %collapsed_6 = tensor.collapse_shape %62 [[0], [1, 2]] : tensor<10x1x64xf64> into tensor<10x64xf64> loc(#loc71)
    %collapsed_7 = tensor.collapse_shape %64 [[0], [1, 2]] : tensor<10x1x64xf64> into tensor<10x64xf64> loc(#loc71)
    %66 = linalg.generic {indexing_maps = [#map13, #map16, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%collapsed, %arg22 : tensor<?x64xf64>, tensor<?x10xf64>) outs(%42 : tensor<10x64xf64>) {
    ^bb0(%in: f64 loc("flatten"(#loc24)), %in_12: f64 loc("Neurons"(#loc)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %115 = arith.mulf %in, %in : f64 loc(#loc72)
      %116 = arith.mulf %115, %in_12 : f64 loc(#loc72)
      %117 = arith.addf %out, %116 : f64 loc(#loc72)
      linalg.yield %117 : f64 loc(#loc72)
    } -> tensor<10x64xf64> loc(#loc72)
    %67 = linalg.generic {indexing_maps = [#map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%66 : tensor<10x64xf64>) outs(%41 : tensor<10x64xf64>) {
    ^bb0(%in: f64 loc("grad(g)"(#loc29)), %out: f64 loc("grad(g)"(#loc29))):
      %115 = arith.mulf %in, %cst_0 : f64 loc(#loc72)
      linalg.yield %115 : f64 loc(#loc72)
    } -> tensor<10x64xf64> loc(#loc72)
    %68 = linalg.generic {indexing_maps = [#map13, #map2, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg12, %collapsed, %arg22 : tensor<10x64xf64>, tensor<?x64xf64>, tensor<?x10xf64>) outs(%35 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("g.Wc"(#loc13)), %in_12: f64 loc("flatten"(#loc24)), %in_13: f64 loc("Neurons"(#loc)), %out: f64 loc("grad(g)"(#loc29))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc72)
      %116 = arith.mulf %115, %in_13 : f64 loc(#loc72)
      %117 = arith.addf %out, %116 : f64 loc(#loc72)
      linalg.yield %117 : f64 loc(#loc72)
    } -> tensor<?x64xf64> loc(#loc72)
    %69 = linalg.generic {indexing_maps = [#map8, #map7, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%16, %arg14, %arg22 : tensor<?x10xf64>, tensor<10xf64>, tensor<?x10xf64>) outs(%0 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("g"(#loc29)), %in_12: f64 loc("g.bb"(#loc15)), %in_13: f64 loc("Neurons"(#loc)), %out: f64 loc("c"(#loc25))):
      %115 = arith.addf %in, %in_12 : f64 loc(#loc63)
      %116 = arith.mulf %115, %in_13 : f64 loc(#loc72)
      %117 = arith.mulf %116, %cst_0 : f64 loc(#loc72)
      linalg.yield %117 : f64 loc(#loc72)
    } -> tensor<?x10xf64> loc(#loc72)
    %70 = linalg.generic {indexing_maps = [#map8, #map7, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%15, %arg13, %arg22 : tensor<?x10xf64>, tensor<10xf64>, tensor<?x10xf64>) outs(%0 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("g"(#loc29)), %in_12: f64 loc("g.ba"(#loc14)), %in_13: f64 loc("Neurons"(#loc)), %out: f64 loc("c"(#loc25))):
      %115 = arith.addf %in, %in_12 : f64 loc(#loc63)
      %116 = arith.mulf %115, %in_13 : f64 loc(#loc72)
      %117 = arith.mulf %116, %cst_0 : f64 loc(#loc72)
      linalg.yield %117 : f64 loc(#loc72)
    } -> tensor<?x10xf64> loc(#loc72)
    %71 = linalg.generic {indexing_maps = [#map17, #map18], iterator_types = ["parallel", "reduction"]} ins(%70 : tensor<?x10xf64>) outs(%46 : tensor<10xf64>) {
    ^bb0(%in: f64 loc("grad(g)"(#loc29)), %out: f64 loc("grad(g)"(#loc29))):
      %115 = arith.addf %out, %in : f64 loc(#loc72)
      linalg.yield %115 : f64 loc(#loc72)
    } -> tensor<10xf64> loc(#loc72)
    %72 = linalg.generic {indexing_maps = [#map13, #map16, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%collapsed, %70 : tensor<?x64xf64>, tensor<?x10xf64>) outs(%42 : tensor<10x64xf64>) {
    ^bb0(%in: f64 loc("flatten"(#loc24)), %in_12: f64 loc("grad(g)"(#loc29)), %out: f64 loc("grad(g)"(#loc29))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc72)
      %116 = arith.addf %out, %115 : f64 loc(#loc72)
      linalg.yield %116 : f64 loc(#loc72)
    } -> tensor<10x64xf64> loc(#loc72)
    %73 = linalg.generic {indexing_maps = [#map13, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg11, %70 : tensor<10x64xf64>, tensor<?x10xf64>) outs(%35 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("g.Wb"(#loc12)), %in_12: f64 loc("grad(g)"(#loc29)), %out: f64 loc("grad(g)"(#loc29))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc72)
      %116 = arith.addf %out, %115 : f64 loc(#loc72)
      linalg.yield %116 : f64 loc(#loc72)
    } -> tensor<?x64xf64> loc(#loc72)
    %74 = linalg.generic {indexing_maps = [#map17, #map18], iterator_types = ["parallel", "reduction"]} ins(%69 : tensor<?x10xf64>) outs(%46 : tensor<10xf64>) {
    ^bb0(%in: f64 loc("grad(g)"(#loc29)), %out: f64 loc("grad(g)"(#loc29))):
      %115 = arith.addf %out, %in : f64 loc(#loc72)
      linalg.yield %115 : f64 loc(#loc72)
    } -> tensor<10xf64> loc(#loc72)
    %75 = linalg.generic {indexing_maps = [#map13, #map16, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%collapsed, %69 : tensor<?x64xf64>, tensor<?x10xf64>) outs(%42 : tensor<10x64xf64>) {
    ^bb0(%in: f64 loc("flatten"(#loc24)), %in_12: f64 loc("grad(g)"(#loc29)), %out: f64 loc("grad(g)"(#loc29))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc72)
      %116 = arith.addf %out, %115 : f64 loc(#loc72)
      linalg.yield %116 : f64 loc(#loc72)
    } -> tensor<10x64xf64> loc(#loc72)
    %76 = linalg.generic {indexing_maps = [#map13, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg10, %69 : tensor<10x64xf64>, tensor<?x10xf64>) outs(%35 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("g.Wa"(#loc11)), %in_12: f64 loc("grad(g)"(#loc29)), %out: f64 loc("grad(g)"(#loc29))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc72)
      %116 = arith.addf %out, %115 : f64 loc(#loc72)
      linalg.yield %116 : f64 loc(#loc72)
    } -> tensor<?x64xf64> loc(#loc72)
    %77 = linalg.generic {indexing_maps = [#map13, #map2, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg9, %collapsed, %arg22 : tensor<10x64xf64>, tensor<?x64xf64>, tensor<?x10xf64>) outs(%35 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("f.Wb"(#loc10)), %in_12: f64 loc("flatten"(#loc24)), %in_13: f64 loc("Neurons"(#loc)), %out: f64 loc("grad(f)"(#loc28))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc73)
      %116 = arith.mulf %115, %in_13 : f64 loc(#loc73)
      %117 = arith.addf %out, %116 : f64 loc(#loc73)
      linalg.yield %117 : f64 loc(#loc73)
    } -> tensor<?x64xf64> loc(#loc73)
    %78 = linalg.generic {indexing_maps = [#map6, #map9, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg8, %arg8 : tensor<10x64x64xf64>, tensor<10x64x64xf64>) outs(%22 : tensor<10x64x64xf64>) {
    ^bb0(%in: f64 loc("f.Wa"(#loc9)), %in_12: f64 loc("f.Wa"(#loc9)), %out: f64 loc("grad(f)"(#loc28))):
      %115 = arith.addf %in, %in_12 : f64 loc(#loc73)
      linalg.yield %115 : f64 loc(#loc73)
    } -> tensor<10x64x64xf64> loc(#loc73)
    %79 = linalg.generic {indexing_maps = [#map10, #map11, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%33, %78 : tensor<?x10x64xf64>, tensor<10x64x64xf64>) outs(%35 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("grad(f)"(#loc28)), %in_12: f64 loc("grad(f)"(#loc28)), %out: f64 loc("grad(f)"(#loc28))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc73)
      %116 = arith.addf %out, %115 : f64 loc(#loc73)
      linalg.yield %116 : f64 loc(#loc73)
    } -> tensor<?x64xf64> loc(#loc73)
    %80 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%8, %arg22 : tensor<?x10x1xf64>, tensor<?x10xf64>) outs(%3 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("e"(#loc27)), %in_12: f64 loc("Neurons"(#loc)), %out: f64 loc("grad(e)"(#loc27))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc74)
      %116 = arith.mulf %115, %cst_0 : f64 loc(#loc74)
      linalg.yield %116 : f64 loc(#loc74)
    } -> tensor<?x10x1xf64> loc(#loc74)
    %81 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%7, %arg22 : tensor<?x10x1xf64>, tensor<?x10xf64>) outs(%3 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("e"(#loc27)), %in_12: f64 loc("Neurons"(#loc)), %out: f64 loc("grad(e)"(#loc27))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc74)
      %116 = arith.mulf %115, %cst_0 : f64 loc(#loc74)
      linalg.yield %116 : f64 loc(#loc74)
    } -> tensor<?x10x1xf64> loc(#loc74)
    %82 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %81 : tensor<?x64xf64>, tensor<?x10x1xf64>) outs(%61 : tensor<10x1x64xf64>) {
    ^bb0(%in: f64 loc("flatten"(#loc24)), %in_12: f64 loc("grad(e)"(#loc27)), %out: f64 loc("grad(e)"(#loc27))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc74)
      %116 = arith.addf %out, %115 : f64 loc(#loc74)
      linalg.yield %116 : f64 loc(#loc74)
    } -> tensor<10x1x64xf64> loc(#loc74)
    %83 = linalg.generic {indexing_maps = [#map22, #map10, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%expanded_3, %81 : tensor<10x1x64xf64>, tensor<?x10x1xf64>) outs(%35 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("e"(#loc27)), %in_12: f64 loc("grad(e)"(#loc27)), %out: f64 loc("grad(e)"(#loc27))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc74)
      %116 = arith.addf %out, %115 : f64 loc(#loc74)
      linalg.yield %116 : f64 loc(#loc74)
    } -> tensor<?x64xf64> loc(#loc74)
    %84 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %80 : tensor<?x64xf64>, tensor<?x10x1xf64>) outs(%61 : tensor<10x1x64xf64>) {
    ^bb0(%in: f64 loc("flatten"(#loc24)), %in_12: f64 loc("grad(e)"(#loc27)), %out: f64 loc("grad(e)"(#loc27))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc74)
      %116 = arith.addf %out, %115 : f64 loc(#loc74)
      linalg.yield %116 : f64 loc(#loc74)
    } -> tensor<10x1x64xf64> loc(#loc74)
    %85 = linalg.generic {indexing_maps = [#map22, #map10, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%expanded_2, %80 : tensor<10x1x64xf64>, tensor<?x10x1xf64>) outs(%35 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("e"(#loc27)), %in_12: f64 loc("grad(e)"(#loc27)), %out: f64 loc("grad(e)"(#loc27))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc74)
      %116 = arith.addf %out, %115 : f64 loc(#loc74)
      linalg.yield %116 : f64 loc(#loc74)
    } -> tensor<?x64xf64> loc(#loc74)
    %collapsed_8 = tensor.collapse_shape %82 [[0], [1, 2]] : tensor<10x1x64xf64> into tensor<10x64xf64> loc(#loc74)
    %collapsed_9 = tensor.collapse_shape %84 [[0], [1, 2]] : tensor<10x1x64xf64> into tensor<10x64xf64> loc(#loc74)
    %86 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%5, %arg22 : tensor<?x10x1xf64>, tensor<?x10xf64>) outs(%3 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("d"(#loc26)), %in_12: f64 loc("Neurons"(#loc)), %out: f64 loc("grad(d)"(#loc26))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc75)
      %116 = arith.mulf %115, %cst : f64 loc(#loc75)
      linalg.yield %116 : f64 loc(#loc75)
    } -> tensor<?x10x1xf64> loc(#loc75)
    %87 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %86 : tensor<?x64xf64>, tensor<?x10x1xf64>) outs(%61 : tensor<10x1x64xf64>) {
    ^bb0(%in: f64 loc("flatten"(#loc24)), %in_12: f64 loc("grad(d)"(#loc26)), %out: f64 loc("grad(d)"(#loc26))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc75)
      %116 = arith.addf %out, %115 : f64 loc(#loc75)
      linalg.yield %116 : f64 loc(#loc75)
    } -> tensor<10x1x64xf64> loc(#loc75)
    %88 = linalg.generic {indexing_maps = [#map22, #map10, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%expanded, %86 : tensor<10x1x64xf64>, tensor<?x10x1xf64>) outs(%35 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("d"(#loc26)), %in_12: f64 loc("grad(d)"(#loc26)), %out: f64 loc("grad(d)"(#loc26))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc75)
      %116 = arith.addf %out, %115 : f64 loc(#loc75)
      linalg.yield %116 : f64 loc(#loc75)
    } -> tensor<?x64xf64> loc(#loc75)
    %collapsed_10 = tensor.collapse_shape %87 [[0], [1, 2]] : tensor<10x1x64xf64> into tensor<10x64xf64> loc(#loc75)
    %89 = linalg.generic {indexing_maps = [#map13, #map2, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg4, %collapsed, %arg22 : tensor<10x64xf64>, tensor<?x64xf64>, tensor<?x10xf64>) outs(%35 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("c.Wa"(#loc5)), %in_12: f64 loc("flatten"(#loc24)), %in_13: f64 loc("Neurons"(#loc)), %out: f64 loc("grad(c)"(#loc25))):
      %115 = arith.mulf %in, %in_12 : f64 loc(#loc76)
      %116 = arith.mulf %115, %in_13 : f64 loc(#loc76)
      %117 = arith.addf %out, %116 : f64 loc(#loc76)
      linalg.yield %117 : f64 loc(#loc76)
    } -> tensor<?x64xf64> loc(#loc76)
    %90 = linalg.generic {indexing_maps = [#map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%36, %37, %50, %51, %57, %63, %65, %68, %73, %76, %77, %79, %83, %85, %88, %89 : tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>) outs(%34 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("grad(Neurons)"(#loc32)), %in_12: f64 loc("grad(Neurons)"(#loc32)), %in_13: f64 loc("grad(l)"(#loc31)), %in_14: f64 loc("grad(l)"(#loc31)), %in_15: f64 loc("grad(h)"(#loc30)), %in_16: f64 loc("grad(h)"(#loc30)), %in_17: f64 loc("grad(h)"(#loc30)), %in_18: f64 loc("grad(g)"(#loc29)), %in_19: f64 loc("grad(g)"(#loc29)), %in_20: f64 loc("grad(g)"(#loc29)), %in_21: f64 loc("grad(f)"(#loc28)), %in_22: f64 loc("grad(f)"(#loc28)), %in_23: f64 loc("grad(e)"(#loc27)), %in_24: f64 loc("grad(e)"(#loc27)), %in_25: f64 loc("grad(d)"(#loc26)), %in_26: f64 loc("grad(c)"(#loc25)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %115 = arith.mulf %in_26, %cst : f64 loc(#loc76)
      %116 = arith.mulf %in_22, %cst_0 : f64 loc(#loc73)
      %117 = arith.mulf %in_21, %cst : f64 loc(#loc73)
      %118 = arith.mulf %in_18, %cst : f64 loc(#loc72)
      %119 = arith.mulf %in_15, %cst_0 : f64 loc(#loc71)
      %120 = arith.mulf %in_14, %cst_0 : f64 loc(#loc70)
      %121 = arith.mulf %in_13, %cst_0 : f64 loc(#loc70)
      %122 = arith.addf %121, %120 : f64 loc(#loc70)
      %123 = arith.mulf %in_12, %cst_0 : f64 loc(#loc68)
      %124 = arith.mulf %in, %cst_0 : f64 loc(#loc68)
      %125 = arith.addf %124, %123 : f64 loc(#loc68)
      %126 = arith.addf %125, %122 : f64 loc(#loc77)
      %127 = arith.addf %126, %119 : f64 loc(#loc77)
      %128 = arith.addf %127, %in_16 : f64 loc(#loc77)
      %129 = arith.addf %128, %in_17 : f64 loc(#loc77)
      %130 = arith.addf %129, %118 : f64 loc(#loc77)
      %131 = arith.addf %130, %in_19 : f64 loc(#loc77)
      %132 = arith.addf %131, %in_20 : f64 loc(#loc77)
      %133 = arith.addf %132, %117 : f64 loc(#loc77)
      %134 = arith.addf %133, %116 : f64 loc(#loc77)
      %135 = arith.addf %134, %in_23 : f64 loc(#loc77)
      %136 = arith.addf %135, %in_24 : f64 loc(#loc77)
      %137 = arith.addf %136, %in_25 : f64 loc(#loc77)
      %138 = arith.addf %137, %115 : f64 loc(#loc77)
      linalg.yield %138 : f64 loc(#loc77)
    } -> tensor<?x64xf64> loc(#loc77)
    %expanded_11 = tensor.expand_shape %90 [[0], [1, 2]] output_shape [%arg46, 8, 8] : tensor<?x64xf64> into tensor<?x8x8xf64> loc(#loc77)
    %91 = linalg.generic {indexing_maps = [#map8, #map8, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%43, %53, %54 : tensor<10x64xf64>, tensor<10x64xf64>, tensor<10x64xf64>) outs(%41 : tensor<10x64xf64>) {
    ^bb0(%in: f64 loc("grad(Neurons)"(#loc32)), %in_12: f64 loc("grad(l)"(#loc31)), %in_13: f64 loc("grad(l)"(#loc31)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %115 = arith.mulf %in, %cst_0 : f64 loc(#loc68)
      %116 = arith.addf %115, %in_12 : f64 loc(#loc78)
      %117 = arith.addf %116, %in_13 : f64 loc(#loc78)
      linalg.yield %117 : f64 loc(#loc78)
    } -> tensor<10x64xf64> loc(#loc78)
    %92 = bufferization.materialize_in_destination %31 in %arg23 : (tensor<?x10xf64>, tensor<?x10xf64>) -> tensor<?x10xf64> loc(#loc67)
    %93 = bufferization.materialize_in_destination %40 in %arg24 : (tensor<10x64x64xf64>, tensor<10x64x64xf64>) -> tensor<10x64x64xf64> loc(#loc68)
    %94 = bufferization.materialize_in_destination %44 in %arg25 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc68)
    %95 = bufferization.materialize_in_destination %40 in %arg26 : (tensor<10x64x64xf64>, tensor<10x64x64xf64>) -> tensor<10x64x64xf64> loc(#loc68)
    %96 = bufferization.materialize_in_destination %67 in %arg27 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc72)
    %97 = bufferization.materialize_in_destination %collapsed_10 in %arg28 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc75)
    %98 = bufferization.materialize_in_destination %collapsed_9 in %arg29 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc74)
    %99 = bufferization.materialize_in_destination %collapsed_8 in %arg30 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc74)
    %100 = bufferization.materialize_in_destination %40 in %arg31 : (tensor<10x64x64xf64>, tensor<10x64x64xf64>) -> tensor<10x64x64xf64> loc(#loc68)
    %101 = bufferization.materialize_in_destination %67 in %arg32 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc72)
    %102 = bufferization.materialize_in_destination %75 in %arg33 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc72)
    %103 = bufferization.materialize_in_destination %72 in %arg34 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc72)
    %104 = bufferization.materialize_in_destination %67 in %arg35 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc72)
    %105 = bufferization.materialize_in_destination %74 in %arg36 : (tensor<10xf64>, tensor<10xf64>) -> tensor<10xf64> loc(#loc72)
    %106 = bufferization.materialize_in_destination %71 in %arg37 : (tensor<10xf64>, tensor<10xf64>) -> tensor<10xf64> loc(#loc72)
    %107 = bufferization.materialize_in_destination %48 in %arg38 : (tensor<10xf64>, tensor<10xf64>) -> tensor<10xf64> loc(#loc68)
    %108 = bufferization.materialize_in_destination %collapsed_7 in %arg39 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc71)
    %109 = bufferization.materialize_in_destination %collapsed_6 in %arg40 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc71)
    %110 = bufferization.materialize_in_destination %56 in %arg41 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc71)
    %111 = bufferization.materialize_in_destination %91 in %arg42 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc78)
    %112 = bufferization.materialize_in_destination %52 in %arg43 : (tensor<10x64x64xf64>, tensor<10x64x64xf64>) -> tensor<10x64x64xf64> loc(#loc70)
    %113 = bufferization.materialize_in_destination %48 in %arg44 : (tensor<10xf64>, tensor<10xf64>) -> tensor<10xf64> loc(#loc68)
    %114 = bufferization.materialize_in_destination %expanded_11 in %arg45 : (tensor<?x8x8xf64>, tensor<?x8x8xf64>) -> tensor<?x8x8xf64> loc(#loc77)
    return %92, %93, %94, %95, %96, %97, %98, %99, %100, %101, %102, %103, %104, %105, %106, %107, %108, %109, %110, %111, %112, %113, %114 : tensor<?x10xf64>, tensor<10x64x64xf64>, tensor<10x64xf64>, tensor<10x64x64xf64>, tensor<10x64xf64>, tensor<10x64xf64>, tensor<10x64xf64>, tensor<10x64xf64>, tensor<10x64x64xf64>, tensor<10x64xf64>, tensor<10x64xf64>, tensor<10x64xf64>, tensor<10x64xf64>, tensor<10xf64>, tensor<10xf64>, tensor<10xf64>, tensor<10x64xf64>, tensor<10x64xf64>, tensor<10x64xf64>, tensor<10x64xf64>, tensor<10x64x64xf64>, tensor<10xf64>, tensor<?x8x8xf64> loc(#loc35)
  } loc(#loc35)
  func.func @eval_step(%arg0: tensor<?x8x8xf32> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "input", dnd.name = "image"} loc("image"(#loc1)), %arg1: tensor<?xi32> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "target", dnd.name = "label"} loc("loss"(#loc34)), %arg2: tensor<10x64x64xf32> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "param", dnd.name = "a.Wa"} loc("a.Wa"(#loc2)), %arg3: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 1 : i64, dnd.kind = "param", dnd.name = "a.Wb"} loc("a.Wb"(#loc3)), %arg4: tensor<10x64x64xf32> {bufferization.writable = false, dnd.index = 2 : i64, dnd.kind = "param", dnd.name = "b.Wa"} loc("b.Wa"(#loc4)), %arg5: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 3 : i64, dnd.kind = "param", dnd.name = "c.Wa"} loc("c.Wa"(#loc5)), %arg6: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 4 : i64, dnd.kind = "param", dnd.name = "d.Wa"} loc("d.Wa"(#loc6)), %arg7: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 5 : i64, dnd.kind = "param", dnd.name = "e.Wa"} loc("e.Wa"(#loc7)), %arg8: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 6 : i64, dnd.kind = "param", dnd.name = "e.Wb"} loc("e.Wb"(#loc8)), %arg9: tensor<10x64x64xf32> {bufferization.writable = false, dnd.index = 7 : i64, dnd.kind = "param", dnd.name = "f.Wa"} loc("f.Wa"(#loc9)), %arg10: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 8 : i64, dnd.kind = "param", dnd.name = "f.Wb"} loc("f.Wb"(#loc10)), %arg11: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 9 : i64, dnd.kind = "param", dnd.name = "g.Wa"} loc("g.Wa"(#loc11)), %arg12: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 10 : i64, dnd.kind = "param", dnd.name = "g.Wb"} loc("g.Wb"(#loc12)), %arg13: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 11 : i64, dnd.kind = "param", dnd.name = "g.Wc"} loc("g.Wc"(#loc13)), %arg14: tensor<10xf32> {bufferization.writable = false, dnd.index = 12 : i64, dnd.kind = "param", dnd.name = "g.ba"} loc("g.ba"(#loc14)), %arg15: tensor<10xf32> {bufferization.writable = false, dnd.index = 13 : i64, dnd.kind = "param", dnd.name = "g.bb"} loc("g.bb"(#loc15)), %arg16: tensor<10xf32> {bufferization.writable = false, dnd.index = 14 : i64, dnd.kind = "param", dnd.name = "g.bc"} loc("g.bc"(#loc16)), %arg17: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 15 : i64, dnd.kind = "param", dnd.name = "h.Wa"} loc("h.Wa"(#loc17)), %arg18: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 16 : i64, dnd.kind = "param", dnd.name = "h.Wb"} loc("h.Wb"(#loc18)), %arg19: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 17 : i64, dnd.kind = "param", dnd.name = "h.Wc"} loc("h.Wc"(#loc19)), %arg20: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 18 : i64, dnd.kind = "param", dnd.name = "l.w"} loc("l.w"(#loc20)), %arg21: tensor<10x64x64xf32> {bufferization.writable = false, dnd.index = 19 : i64, dnd.kind = "param", dnd.name = "l.K"} loc("l.K"(#loc21)), %arg22: tensor<10xf32> {bufferization.writable = false, dnd.index = 20 : i64, dnd.kind = "param", dnd.name = "l.b"} loc("l.b"(#loc22)), %arg23: tensor<?x10xf32> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "output", dnd.name = "logits"} loc("Neurons"(#loc)), %arg24: tensor<f32> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "loss", dnd.name = "loss"} loc("Neurons"(#loc)), %arg25: index {dnd.kind = "batch"} loc("Neurons"(#loc))) -> (tensor<?x10xf32> {dnd.index = 0 : i64, dnd.kind = "output", dnd.name = "logits"}, tensor<f32> {dnd.index = 0 : i64, dnd.kind = "loss", dnd.name = "loss"}) {
    %cst = arith.constant 1.000000e+00 : f32 loc(#loc23)
    %cst_0 = arith.constant 0xFF800000 : f32 loc(#loc23)
    %cst_1 = arith.constant 0.111111112 : f32 loc(#loc23)
    %cst_2 = arith.constant 0.000000e+00 : f32 loc(#loc23)
    %collapsed = tensor.collapse_shape %arg0 [[0], [1, 2]] : tensor<?x8x8xf32> into tensor<?x64xf32> loc(#loc58)
    %0 = tensor.empty(%arg25) : tensor<?x10xf32> loc(#loc59)
    %1 = linalg.fill ins(%cst_2 : f32) outs(%0 : tensor<?x10xf32>) -> tensor<?x10xf32> loc(#loc59)
    %2 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg5, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("c.Wa"(#loc5)), %in_7: f32 loc("flatten"(#loc24)), %out: f32 loc("c"(#loc25))):
      %47 = arith.mulf %in, %in_7 : f32 loc(#loc59)
      %48 = arith.mulf %47, %in_7 : f32 loc(#loc59)
      %49 = arith.addf %out, %48 : f32 loc(#loc59)
      linalg.yield %49 : f32 loc(#loc59)
    } -> tensor<?x10xf32> loc(#loc59)
    %expanded = tensor.expand_shape %arg6 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc60)
    %3 = tensor.empty(%arg25) : tensor<?x10x1xf32> loc(#loc60)
    %4 = linalg.fill ins(%cst_2 : f32) outs(%3 : tensor<?x10x1xf32>) -> tensor<?x10x1xf32> loc(#loc60)
    %5 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("d"(#loc26)), %in_7: f32 loc("flatten"(#loc24)), %out: f32 loc("d"(#loc26))):
      %47 = arith.mulf %in, %in_7 : f32 loc(#loc60)
      %48 = arith.addf %out, %47 : f32 loc(#loc60)
      linalg.yield %48 : f32 loc(#loc60)
    } -> tensor<?x10x1xf32> loc(#loc60)
    %6 = linalg.generic {indexing_maps = [#map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%5 : tensor<?x10x1xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("d"(#loc26)), %out: f32 loc("c"(#loc25))):
      %47 = arith.mulf %in, %in : f32 loc(#loc60)
      %48 = arith.addf %out, %47 : f32 loc(#loc60)
      linalg.yield %48 : f32 loc(#loc60)
    } -> tensor<?x10xf32> loc(#loc60)
    %expanded_3 = tensor.expand_shape %arg7 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc61)
    %expanded_4 = tensor.expand_shape %arg8 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc61)
    %7 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_3, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_7: f32 loc("flatten"(#loc24)), %out: f32 loc("e"(#loc27))):
      %47 = arith.mulf %in, %in_7 : f32 loc(#loc61)
      %48 = arith.addf %out, %47 : f32 loc(#loc61)
      linalg.yield %48 : f32 loc(#loc61)
    } -> tensor<?x10x1xf32> loc(#loc61)
    %8 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_4, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_7: f32 loc("flatten"(#loc24)), %out: f32 loc("e"(#loc27))):
      %47 = arith.mulf %in, %in_7 : f32 loc(#loc61)
      %48 = arith.addf %out, %47 : f32 loc(#loc61)
      linalg.yield %48 : f32 loc(#loc61)
    } -> tensor<?x10x1xf32> loc(#loc61)
    %9 = linalg.generic {indexing_maps = [#map6, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%7, %8 : tensor<?x10x1xf32>, tensor<?x10x1xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_7: f32 loc("e"(#loc27)), %out: f32 loc("e"(#loc27))):
      %47 = arith.mulf %in, %in_7 : f32 loc(#loc61)
      %48 = arith.addf %out, %47 : f32 loc(#loc61)
      linalg.yield %48 : f32 loc(#loc61)
    } -> tensor<?x10xf32> loc(#loc61)
    %10 = tensor.empty(%arg25) : tensor<?x10x64xf32> loc(#loc62)
    %11 = linalg.fill ins(%cst_2 : f32) outs(%10 : tensor<?x10x64xf32>) -> tensor<?x10x64xf32> loc(#loc62)
    %12 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%arg9, %collapsed : tensor<10x64x64xf32>, tensor<?x64xf32>) outs(%11 : tensor<?x10x64xf32>) {
    ^bb0(%in: f32 loc("f.Wa"(#loc9)), %in_7: f32 loc("flatten"(#loc24)), %out: f32 loc("f"(#loc28))):
      %47 = arith.mulf %in, %in_7 : f32 loc(#loc62)
      %48 = arith.addf %out, %47 : f32 loc(#loc62)
      linalg.yield %48 : f32 loc(#loc62)
    } -> tensor<?x10x64xf32> loc(#loc62)
    %13 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%12, %collapsed : tensor<?x10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("f"(#loc28)), %in_7: f32 loc("flatten"(#loc24)), %out: f32 loc("f"(#loc28))):
      %47 = arith.mulf %in, %in_7 : f32 loc(#loc62)
      %48 = arith.addf %out, %47 : f32 loc(#loc62)
      linalg.yield %48 : f32 loc(#loc62)
    } -> tensor<?x10xf32> loc(#loc62)
    %14 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg10, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("f.Wb"(#loc10)), %in_7: f32 loc("flatten"(#loc24)), %out: f32 loc("c"(#loc25))):
      %47 = arith.mulf %in, %in_7 : f32 loc(#loc62)
      %48 = arith.mulf %47, %in_7 : f32 loc(#loc62)
      %49 = arith.addf %out, %48 : f32 loc(#loc62)
      linalg.yield %49 : f32 loc(#loc62)
    } -> tensor<?x10xf32> loc(#loc62)
    %15 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg11, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g.Wa"(#loc11)), %in_7: f32 loc("flatten"(#loc24)), %out: f32 loc("g"(#loc29))):
      %47 = arith.mulf %in, %in_7 : f32 loc(#loc63)
      %48 = arith.addf %out, %47 : f32 loc(#loc63)
      linalg.yield %48 : f32 loc(#loc63)
    } -> tensor<?x10xf32> loc(#loc63)
    %16 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg12, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g.Wb"(#loc12)), %in_7: f32 loc("flatten"(#loc24)), %out: f32 loc("g"(#loc29))):
      %47 = arith.mulf %in, %in_7 : f32 loc(#loc63)
      %48 = arith.addf %out, %47 : f32 loc(#loc63)
      linalg.yield %48 : f32 loc(#loc63)
    } -> tensor<?x10xf32> loc(#loc63)
    %17 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg13, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g.Wc"(#loc13)), %in_7: f32 loc("flatten"(#loc24)), %out: f32 loc("c"(#loc25))):
      %47 = arith.mulf %in, %in_7 : f32 loc(#loc63)
      %48 = arith.mulf %47, %in_7 : f32 loc(#loc63)
      %49 = arith.addf %out, %48 : f32 loc(#loc63)
      linalg.yield %49 : f32 loc(#loc63)
    } -> tensor<?x10xf32> loc(#loc63)
    %expanded_5 = tensor.expand_shape %arg17 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc64)
    %expanded_6 = tensor.expand_shape %arg18 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc64)
    %18 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_5, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_7: f32 loc("flatten"(#loc24)), %out: f32 loc("h"(#loc30))):
      %47 = arith.mulf %in, %in_7 : f32 loc(#loc64)
      %48 = arith.addf %out, %47 : f32 loc(#loc64)
      linalg.yield %48 : f32 loc(#loc64)
    } -> tensor<?x10x1xf32> loc(#loc64)
    %19 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_6, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_7: f32 loc("flatten"(#loc24)), %out: f32 loc("h"(#loc30))):
      %47 = arith.mulf %in, %in_7 : f32 loc(#loc64)
      %48 = arith.addf %out, %47 : f32 loc(#loc64)
      linalg.yield %48 : f32 loc(#loc64)
    } -> tensor<?x10x1xf32> loc(#loc64)
    %20 = linalg.generic {indexing_maps = [#map6, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%18, %19 : tensor<?x10x1xf32>, tensor<?x10x1xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_7: f32 loc("h"(#loc30)), %out: f32 loc("h"(#loc30))):
      %47 = arith.mulf %in, %in_7 : f32 loc(#loc64)
      %48 = arith.addf %out, %47 : f32 loc(#loc64)
      linalg.yield %48 : f32 loc(#loc64)
    } -> tensor<?x10xf32> loc(#loc64)
    %21 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg19, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("h.Wc"(#loc19)), %in_7: f32 loc("flatten"(#loc24)), %out: f32 loc("h"(#loc30))):
      %47 = arith.mulf %in, %in_7 : f32 loc(#loc64)
      %48 = arith.addf %out, %47 : f32 loc(#loc64)
      linalg.yield %48 : f32 loc(#loc64)
    } -> tensor<?x10xf32> loc(#loc64)
    %22 = tensor.empty() : tensor<10x64x64xf32> loc(#loc65)
    %23 = linalg.generic {indexing_maps = [#map6, #map2, #map1, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg21, %arg20, %arg20 : tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("l.K"(#loc21)), %in_7: f32 loc("l.w"(#loc20)), %in_8: f32 loc("l.w"(#loc20)), %out: f32 loc("l"(#loc31))):
      %47 = arith.mulf %in, %in_7 : f32 loc(#loc65)
      %48 = arith.mulf %47, %in_8 : f32 loc(#loc65)
      linalg.yield %48 : f32 loc(#loc65)
    } -> tensor<10x64x64xf32> loc(#loc65)
    %24 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%23, %collapsed : tensor<10x64x64xf32>, tensor<?x64xf32>) outs(%11 : tensor<?x10x64xf32>) {
    ^bb0(%in: f32 loc("l"(#loc31)), %in_7: f32 loc("flatten"(#loc24)), %out: f32 loc("l"(#loc31))):
      %47 = arith.mulf %in, %in_7 : f32 loc(#loc65)
      %48 = arith.addf %out, %47 : f32 loc(#loc65)
      linalg.yield %48 : f32 loc(#loc65)
    } -> tensor<?x10x64xf32> loc(#loc65)
    %25 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%24, %collapsed : tensor<?x10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("l"(#loc31)), %in_7: f32 loc("flatten"(#loc24)), %out: f32 loc("l"(#loc31))):
      %47 = arith.mulf %in, %in_7 : f32 loc(#loc65)
      %48 = arith.addf %out, %47 : f32 loc(#loc65)
      linalg.yield %48 : f32 loc(#loc65)
    } -> tensor<?x10xf32> loc(#loc65)
    %26 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg20, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("l.w"(#loc20)), %in_7: f32 loc("flatten"(#loc24)), %out: f32 loc("l"(#loc31))):
      %47 = arith.mulf %in, %in_7 : f32 loc(#loc65)
      %48 = arith.addf %out, %47 : f32 loc(#loc65)
      linalg.yield %48 : f32 loc(#loc65)
    } -> tensor<?x10xf32> loc(#loc65)
    %27 = linalg.generic {indexing_maps = [#map6, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg2, %arg4 : tensor<10x64x64xf32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("a.Wa"(#loc2)), %in_7: f32 loc("b.Wa"(#loc4)), %out: f32 loc("Neurons"(#loc32))):
      %47 = arith.addf %in, %in_7 : f32 loc(#loc66)
      linalg.yield %47 : f32 loc(#loc66)
    } -> tensor<10x64x64xf32> loc(#loc66)
    %28 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%27, %collapsed : tensor<10x64x64xf32>, tensor<?x64xf32>) outs(%11 : tensor<?x10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc32)), %in_7: f32 loc("flatten"(#loc24)), %out: f32 loc("Neurons"(#loc32))):
      %47 = arith.mulf %in, %in_7 : f32 loc(#loc66)
      %48 = arith.addf %out, %47 : f32 loc(#loc66)
      linalg.yield %48 : f32 loc(#loc66)
    } -> tensor<?x10x64xf32> loc(#loc66)
    %29 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%28, %collapsed : tensor<?x10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc32)), %in_7: f32 loc("flatten"(#loc24)), %out: f32 loc("Neurons"(#loc32))):
      %47 = arith.mulf %in, %in_7 : f32 loc(#loc66)
      %48 = arith.addf %out, %47 : f32 loc(#loc66)
      linalg.yield %48 : f32 loc(#loc66)
    } -> tensor<?x10xf32> loc(#loc66)
    %30 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg3, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("a.Wb"(#loc3)), %in_7: f32 loc("flatten"(#loc24)), %out: f32 loc("Neurons"(#loc32))):
      %47 = arith.mulf %in, %in_7 : f32 loc(#loc66)
      %48 = arith.addf %out, %47 : f32 loc(#loc66)
      linalg.yield %48 : f32 loc(#loc66)
    } -> tensor<?x10xf32> loc(#loc66)
    %31 = linalg.generic {indexing_maps = [#map7, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map7, #map8, #map7, #map8, #map8, #map8, #map7, #map8, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg16, %29, %30, %2, %6, %9, %13, %14, %15, %arg14, %16, %arg15, %17, %20, %21, %arg22, %25, %26 : tensor<10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<10xf32>, tensor<?x10xf32>, tensor<10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<10xf32>, tensor<?x10xf32>, tensor<?x10xf32>) outs(%0 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g.bc"(#loc16)), %in_7: f32 loc("Neurons"(#loc32)), %in_8: f32 loc("Neurons"(#loc32)), %in_9: f32 loc("c"(#loc25)), %in_10: f32 loc("d"(#loc26)), %in_11: f32 loc("e"(#loc27)), %in_12: f32 loc("f"(#loc28)), %in_13: f32 loc("f"(#loc28)), %in_14: f32 loc("g"(#loc29)), %in_15: f32 loc("g.ba"(#loc14)), %in_16: f32 loc("g"(#loc29)), %in_17: f32 loc("g.bb"(#loc15)), %in_18: f32 loc("g"(#loc29)), %in_19: f32 loc("h"(#loc30)), %in_20: f32 loc("h"(#loc30)), %in_21: f32 loc("l.b"(#loc22)), %in_22: f32 loc("l"(#loc31)), %in_23: f32 loc("l"(#loc31)), %out: f32 loc("c"(#loc25))):
      %47 = arith.addf %in_22, %in_23 : f32 loc(#loc65)
      %48 = arith.addf %in_21, %47 : f32 loc(#loc65)
      %49 = arith.addf %in_19, %in_20 : f32 loc(#loc64)
      %50 = arith.addf %in_16, %in_17 : f32 loc(#loc63)
      %51 = arith.addf %in_14, %in_15 : f32 loc(#loc63)
      %52 = arith.mulf %51, %50 : f32 loc(#loc63)
      %53 = arith.addf %in_7, %in_8 : f32 loc(#loc66)
      %54 = arith.addf %in, %53 : f32 loc(#loc66)
      %55 = arith.addf %54, %in_9 : f32 loc(#loc67)
      %56 = arith.addf %55, %in_10 : f32 loc(#loc67)
      %57 = arith.addf %56, %in_11 : f32 loc(#loc67)
      %58 = arith.addf %57, %in_12 : f32 loc(#loc67)
      %59 = arith.addf %58, %in_13 : f32 loc(#loc67)
      %60 = arith.addf %59, %52 : f32 loc(#loc67)
      %61 = arith.addf %60, %in_18 : f32 loc(#loc67)
      %62 = arith.addf %61, %49 : f32 loc(#loc67)
      %63 = arith.addf %62, %48 : f32 loc(#loc67)
      %64 = arith.mulf %63, %cst_1 : f32 loc(#loc67)
      linalg.yield %64 : f32 loc(#loc67)
    } -> tensor<?x10xf32> loc(#loc67)
    %32 = tensor.empty(%arg25) : tensor<?xf32> loc(#loc79)
    %33 = linalg.fill ins(%cst_0 : f32) outs(%32 : tensor<?xf32>) -> tensor<?xf32> loc(#loc79)
    %34 = linalg.generic {indexing_maps = [#map8, #map18], iterator_types = ["parallel", "reduction"]} ins(%31 : tensor<?x10xf32>) outs(%33 : tensor<?xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc33)), %out: f32 loc("loss"(#loc34))):
      %47 = arith.maximumf %in, %out : f32 loc(#loc79)
      linalg.yield %47 : f32 loc(#loc79)
    } -> tensor<?xf32> loc(#loc79)
    %35 = linalg.fill ins(%cst_2 : f32) outs(%32 : tensor<?xf32>) -> tensor<?xf32> loc(#loc79)
    %36 = linalg.generic {indexing_maps = [#map8, #map18, #map18], iterator_types = ["parallel", "reduction"]} ins(%31, %34 : tensor<?x10xf32>, tensor<?xf32>) outs(%35 : tensor<?xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc33)), %in_7: f32 loc("loss"(#loc34)), %out: f32 loc("loss"(#loc34))):
      %47 = arith.subf %in, %in_7 : f32 loc(#loc79)
      %48 = math.exp %47 : f32 loc(#loc79)
      %49 = arith.addf %out, %48 : f32 loc(#loc79)
      linalg.yield %49 : f32 loc(#loc79)
    } -> tensor<?xf32> loc(#loc79)
    %37 = linalg.generic {indexing_maps = [#map19, #map19, #map19, #map19], iterator_types = ["parallel"]} ins(%arg1, %34, %36 : tensor<?xi32>, tensor<?xf32>, tensor<?xf32>) outs(%32 : tensor<?xf32>) {
    ^bb0(%in: i32 loc("loss"(#loc34)), %in_7: f32 loc("loss"(#loc34)), %in_8: f32 loc("loss"(#loc34)), %out: f32 loc("loss"(#loc34))):
      %47 = linalg.index 0 : index loc(#loc79)
      %48 = arith.index_cast %in : i32 to index loc(#loc79)
      %extracted = tensor.extract %31[%47, %48] : tensor<?x10xf32> loc(#loc79)
      %49 = arith.subf %in_7, %extracted : f32 loc(#loc79)
      %50 = math.log %in_8 : f32 loc(#loc79)
      %51 = arith.addf %49, %50 : f32 loc(#loc79)
      linalg.yield %51 : f32 loc(#loc79)
    } -> tensor<?xf32> loc(#loc79)
    %38 = arith.index_cast %arg25 : index to i64 loc(#loc79)
    %39 = arith.sitofp %38 : i64 to f32 loc(#loc79)
    %40 = arith.divf %cst, %39 : f32 loc(#loc79)
    %41 = tensor.empty() : tensor<f32> loc(#loc79)
    %42 = linalg.fill ins(%cst_2 : f32) outs(%41 : tensor<f32>) -> tensor<f32> loc(#loc79)
    %43 = linalg.generic {indexing_maps = [#map19, #map23], iterator_types = ["reduction"]} ins(%37 : tensor<?xf32>) outs(%42 : tensor<f32>) {
    ^bb0(%in: f32 loc("loss"(#loc34)), %out: f32 loc("loss"(#loc34))):
      %47 = arith.addf %out, %in : f32 loc(#loc79)
      linalg.yield %47 : f32 loc(#loc79)
    } -> tensor<f32> loc(#loc79)
    %44 = linalg.generic {indexing_maps = [#map24, #map24], iterator_types = []} ins(%43 : tensor<f32>) outs(%41 : tensor<f32>) {
    ^bb0(%in: f32 loc("loss"(#loc34)), %out: f32 loc("loss"(#loc34))):
      %47 = arith.mulf %in, %40 : f32 loc(#loc79)
      linalg.yield %47 : f32 loc(#loc79)
    } -> tensor<f32> loc(#loc79)
    %45 = bufferization.materialize_in_destination %31 in %arg23 : (tensor<?x10xf32>, tensor<?x10xf32>) -> tensor<?x10xf32> loc(#loc67)
    %46 = bufferization.materialize_in_destination %44 in %arg24 : (tensor<f32>, tensor<f32>) -> tensor<f32> loc(#loc79)
    return %45, %46 : tensor<?x10xf32>, tensor<f32> loc(#loc35)
  } loc(#loc35)
  func.func @eval_step_f64(%arg0: tensor<?x8x8xf64> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "input", dnd.name = "image"} loc("image"(#loc1)), %arg1: tensor<?xi32> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "target", dnd.name = "label"} loc("loss"(#loc34)), %arg2: tensor<10x64x64xf64> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "param", dnd.name = "a.Wa"} loc("a.Wa"(#loc2)), %arg3: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 1 : i64, dnd.kind = "param", dnd.name = "a.Wb"} loc("a.Wb"(#loc3)), %arg4: tensor<10x64x64xf64> {bufferization.writable = false, dnd.index = 2 : i64, dnd.kind = "param", dnd.name = "b.Wa"} loc("b.Wa"(#loc4)), %arg5: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 3 : i64, dnd.kind = "param", dnd.name = "c.Wa"} loc("c.Wa"(#loc5)), %arg6: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 4 : i64, dnd.kind = "param", dnd.name = "d.Wa"} loc("d.Wa"(#loc6)), %arg7: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 5 : i64, dnd.kind = "param", dnd.name = "e.Wa"} loc("e.Wa"(#loc7)), %arg8: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 6 : i64, dnd.kind = "param", dnd.name = "e.Wb"} loc("e.Wb"(#loc8)), %arg9: tensor<10x64x64xf64> {bufferization.writable = false, dnd.index = 7 : i64, dnd.kind = "param", dnd.name = "f.Wa"} loc("f.Wa"(#loc9)), %arg10: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 8 : i64, dnd.kind = "param", dnd.name = "f.Wb"} loc("f.Wb"(#loc10)), %arg11: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 9 : i64, dnd.kind = "param", dnd.name = "g.Wa"} loc("g.Wa"(#loc11)), %arg12: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 10 : i64, dnd.kind = "param", dnd.name = "g.Wb"} loc("g.Wb"(#loc12)), %arg13: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 11 : i64, dnd.kind = "param", dnd.name = "g.Wc"} loc("g.Wc"(#loc13)), %arg14: tensor<10xf64> {bufferization.writable = false, dnd.index = 12 : i64, dnd.kind = "param", dnd.name = "g.ba"} loc("g.ba"(#loc14)), %arg15: tensor<10xf64> {bufferization.writable = false, dnd.index = 13 : i64, dnd.kind = "param", dnd.name = "g.bb"} loc("g.bb"(#loc15)), %arg16: tensor<10xf64> {bufferization.writable = false, dnd.index = 14 : i64, dnd.kind = "param", dnd.name = "g.bc"} loc("g.bc"(#loc16)), %arg17: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 15 : i64, dnd.kind = "param", dnd.name = "h.Wa"} loc("h.Wa"(#loc17)), %arg18: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 16 : i64, dnd.kind = "param", dnd.name = "h.Wb"} loc("h.Wb"(#loc18)), %arg19: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 17 : i64, dnd.kind = "param", dnd.name = "h.Wc"} loc("h.Wc"(#loc19)), %arg20: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 18 : i64, dnd.kind = "param", dnd.name = "l.w"} loc("l.w"(#loc20)), %arg21: tensor<10x64x64xf64> {bufferization.writable = false, dnd.index = 19 : i64, dnd.kind = "param", dnd.name = "l.K"} loc("l.K"(#loc21)), %arg22: tensor<10xf64> {bufferization.writable = false, dnd.index = 20 : i64, dnd.kind = "param", dnd.name = "l.b"} loc("l.b"(#loc22)), %arg23: tensor<?x10xf64> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "output", dnd.name = "logits"} loc("Neurons"(#loc)), %arg24: tensor<f64> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "loss", dnd.name = "loss"} loc("Neurons"(#loc)), %arg25: index {dnd.kind = "batch"} loc("Neurons"(#loc))) -> (tensor<?x10xf64> {dnd.index = 0 : i64, dnd.kind = "output", dnd.name = "logits"}, tensor<f64> {dnd.index = 0 : i64, dnd.kind = "loss", dnd.name = "loss"}) {
    %cst = arith.constant 1.000000e+00 : f64 loc(#loc23)
    %cst_0 = arith.constant 0xFFF0000000000000 : f64 loc(#loc23)
    %cst_1 = arith.constant 0.1111111111111111 : f64 loc(#loc23)
    %cst_2 = arith.constant 0.000000e+00 : f64 loc(#loc23)
    %collapsed = tensor.collapse_shape %arg0 [[0], [1, 2]] : tensor<?x8x8xf64> into tensor<?x64xf64> loc(#loc58)
    %0 = tensor.empty(%arg25) : tensor<?x10xf64> loc(#loc59)
    %1 = linalg.fill ins(%cst_2 : f64) outs(%0 : tensor<?x10xf64>) -> tensor<?x10xf64> loc(#loc59)
    %2 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg5, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("c.Wa"(#loc5)), %in_7: f64 loc("flatten"(#loc24)), %out: f64 loc("c"(#loc25))):
      %47 = arith.mulf %in, %in_7 : f64 loc(#loc59)
      %48 = arith.mulf %47, %in_7 : f64 loc(#loc59)
      %49 = arith.addf %out, %48 : f64 loc(#loc59)
      linalg.yield %49 : f64 loc(#loc59)
    } -> tensor<?x10xf64> loc(#loc59)
    %expanded = tensor.expand_shape %arg6 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf64> into tensor<10x1x64xf64> loc(#loc60)
    %3 = tensor.empty(%arg25) : tensor<?x10x1xf64> loc(#loc60)
    %4 = linalg.fill ins(%cst_2 : f64) outs(%3 : tensor<?x10x1xf64>) -> tensor<?x10x1xf64> loc(#loc60)
    %5 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded, %collapsed : tensor<10x1x64xf64>, tensor<?x64xf64>) outs(%4 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("d"(#loc26)), %in_7: f64 loc("flatten"(#loc24)), %out: f64 loc("d"(#loc26))):
      %47 = arith.mulf %in, %in_7 : f64 loc(#loc60)
      %48 = arith.addf %out, %47 : f64 loc(#loc60)
      linalg.yield %48 : f64 loc(#loc60)
    } -> tensor<?x10x1xf64> loc(#loc60)
    %6 = linalg.generic {indexing_maps = [#map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%5 : tensor<?x10x1xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("d"(#loc26)), %out: f64 loc("c"(#loc25))):
      %47 = arith.mulf %in, %in : f64 loc(#loc60)
      %48 = arith.addf %out, %47 : f64 loc(#loc60)
      linalg.yield %48 : f64 loc(#loc60)
    } -> tensor<?x10xf64> loc(#loc60)
    %expanded_3 = tensor.expand_shape %arg7 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf64> into tensor<10x1x64xf64> loc(#loc61)
    %expanded_4 = tensor.expand_shape %arg8 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf64> into tensor<10x1x64xf64> loc(#loc61)
    %7 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_3, %collapsed : tensor<10x1x64xf64>, tensor<?x64xf64>) outs(%4 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("e"(#loc27)), %in_7: f64 loc("flatten"(#loc24)), %out: f64 loc("e"(#loc27))):
      %47 = arith.mulf %in, %in_7 : f64 loc(#loc61)
      %48 = arith.addf %out, %47 : f64 loc(#loc61)
      linalg.yield %48 : f64 loc(#loc61)
    } -> tensor<?x10x1xf64> loc(#loc61)
    %8 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_4, %collapsed : tensor<10x1x64xf64>, tensor<?x64xf64>) outs(%4 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("e"(#loc27)), %in_7: f64 loc("flatten"(#loc24)), %out: f64 loc("e"(#loc27))):
      %47 = arith.mulf %in, %in_7 : f64 loc(#loc61)
      %48 = arith.addf %out, %47 : f64 loc(#loc61)
      linalg.yield %48 : f64 loc(#loc61)
    } -> tensor<?x10x1xf64> loc(#loc61)
    %9 = linalg.generic {indexing_maps = [#map6, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%7, %8 : tensor<?x10x1xf64>, tensor<?x10x1xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("e"(#loc27)), %in_7: f64 loc("e"(#loc27)), %out: f64 loc("e"(#loc27))):
      %47 = arith.mulf %in, %in_7 : f64 loc(#loc61)
      %48 = arith.addf %out, %47 : f64 loc(#loc61)
      linalg.yield %48 : f64 loc(#loc61)
    } -> tensor<?x10xf64> loc(#loc61)
    %10 = tensor.empty(%arg25) : tensor<?x10x64xf64> loc(#loc62)
    %11 = linalg.fill ins(%cst_2 : f64) outs(%10 : tensor<?x10x64xf64>) -> tensor<?x10x64xf64> loc(#loc62)
    %12 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%arg9, %collapsed : tensor<10x64x64xf64>, tensor<?x64xf64>) outs(%11 : tensor<?x10x64xf64>) {
    ^bb0(%in: f64 loc("f.Wa"(#loc9)), %in_7: f64 loc("flatten"(#loc24)), %out: f64 loc("f"(#loc28))):
      %47 = arith.mulf %in, %in_7 : f64 loc(#loc62)
      %48 = arith.addf %out, %47 : f64 loc(#loc62)
      linalg.yield %48 : f64 loc(#loc62)
    } -> tensor<?x10x64xf64> loc(#loc62)
    %13 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%12, %collapsed : tensor<?x10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("f"(#loc28)), %in_7: f64 loc("flatten"(#loc24)), %out: f64 loc("f"(#loc28))):
      %47 = arith.mulf %in, %in_7 : f64 loc(#loc62)
      %48 = arith.addf %out, %47 : f64 loc(#loc62)
      linalg.yield %48 : f64 loc(#loc62)
    } -> tensor<?x10xf64> loc(#loc62)
    %14 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg10, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("f.Wb"(#loc10)), %in_7: f64 loc("flatten"(#loc24)), %out: f64 loc("c"(#loc25))):
      %47 = arith.mulf %in, %in_7 : f64 loc(#loc62)
      %48 = arith.mulf %47, %in_7 : f64 loc(#loc62)
      %49 = arith.addf %out, %48 : f64 loc(#loc62)
      linalg.yield %49 : f64 loc(#loc62)
    } -> tensor<?x10xf64> loc(#loc62)
    %15 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg11, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("g.Wa"(#loc11)), %in_7: f64 loc("flatten"(#loc24)), %out: f64 loc("g"(#loc29))):
      %47 = arith.mulf %in, %in_7 : f64 loc(#loc63)
      %48 = arith.addf %out, %47 : f64 loc(#loc63)
      linalg.yield %48 : f64 loc(#loc63)
    } -> tensor<?x10xf64> loc(#loc63)
    %16 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg12, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("g.Wb"(#loc12)), %in_7: f64 loc("flatten"(#loc24)), %out: f64 loc("g"(#loc29))):
      %47 = arith.mulf %in, %in_7 : f64 loc(#loc63)
      %48 = arith.addf %out, %47 : f64 loc(#loc63)
      linalg.yield %48 : f64 loc(#loc63)
    } -> tensor<?x10xf64> loc(#loc63)
    %17 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg13, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("g.Wc"(#loc13)), %in_7: f64 loc("flatten"(#loc24)), %out: f64 loc("c"(#loc25))):
      %47 = arith.mulf %in, %in_7 : f64 loc(#loc63)
      %48 = arith.mulf %47, %in_7 : f64 loc(#loc63)
      %49 = arith.addf %out, %48 : f64 loc(#loc63)
      linalg.yield %49 : f64 loc(#loc63)
    } -> tensor<?x10xf64> loc(#loc63)
    %expanded_5 = tensor.expand_shape %arg17 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf64> into tensor<10x1x64xf64> loc(#loc64)
    %expanded_6 = tensor.expand_shape %arg18 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf64> into tensor<10x1x64xf64> loc(#loc64)
    %18 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_5, %collapsed : tensor<10x1x64xf64>, tensor<?x64xf64>) outs(%4 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("h"(#loc30)), %in_7: f64 loc("flatten"(#loc24)), %out: f64 loc("h"(#loc30))):
      %47 = arith.mulf %in, %in_7 : f64 loc(#loc64)
      %48 = arith.addf %out, %47 : f64 loc(#loc64)
      linalg.yield %48 : f64 loc(#loc64)
    } -> tensor<?x10x1xf64> loc(#loc64)
    %19 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_6, %collapsed : tensor<10x1x64xf64>, tensor<?x64xf64>) outs(%4 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("h"(#loc30)), %in_7: f64 loc("flatten"(#loc24)), %out: f64 loc("h"(#loc30))):
      %47 = arith.mulf %in, %in_7 : f64 loc(#loc64)
      %48 = arith.addf %out, %47 : f64 loc(#loc64)
      linalg.yield %48 : f64 loc(#loc64)
    } -> tensor<?x10x1xf64> loc(#loc64)
    %20 = linalg.generic {indexing_maps = [#map6, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%18, %19 : tensor<?x10x1xf64>, tensor<?x10x1xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("h"(#loc30)), %in_7: f64 loc("h"(#loc30)), %out: f64 loc("h"(#loc30))):
      %47 = arith.mulf %in, %in_7 : f64 loc(#loc64)
      %48 = arith.addf %out, %47 : f64 loc(#loc64)
      linalg.yield %48 : f64 loc(#loc64)
    } -> tensor<?x10xf64> loc(#loc64)
    %21 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg19, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("h.Wc"(#loc19)), %in_7: f64 loc("flatten"(#loc24)), %out: f64 loc("h"(#loc30))):
      %47 = arith.mulf %in, %in_7 : f64 loc(#loc64)
      %48 = arith.addf %out, %47 : f64 loc(#loc64)
      linalg.yield %48 : f64 loc(#loc64)
    } -> tensor<?x10xf64> loc(#loc64)
    %22 = tensor.empty() : tensor<10x64x64xf64> loc(#loc65)
    %23 = linalg.generic {indexing_maps = [#map6, #map2, #map1, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg21, %arg20, %arg20 : tensor<10x64x64xf64>, tensor<10x64xf64>, tensor<10x64xf64>) outs(%22 : tensor<10x64x64xf64>) {
    ^bb0(%in: f64 loc("l.K"(#loc21)), %in_7: f64 loc("l.w"(#loc20)), %in_8: f64 loc("l.w"(#loc20)), %out: f64 loc("l"(#loc31))):
      %47 = arith.mulf %in, %in_7 : f64 loc(#loc65)
      %48 = arith.mulf %47, %in_8 : f64 loc(#loc65)
      linalg.yield %48 : f64 loc(#loc65)
    } -> tensor<10x64x64xf64> loc(#loc65)
    %24 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%23, %collapsed : tensor<10x64x64xf64>, tensor<?x64xf64>) outs(%11 : tensor<?x10x64xf64>) {
    ^bb0(%in: f64 loc("l"(#loc31)), %in_7: f64 loc("flatten"(#loc24)), %out: f64 loc("l"(#loc31))):
      %47 = arith.mulf %in, %in_7 : f64 loc(#loc65)
      %48 = arith.addf %out, %47 : f64 loc(#loc65)
      linalg.yield %48 : f64 loc(#loc65)
    } -> tensor<?x10x64xf64> loc(#loc65)
    %25 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%24, %collapsed : tensor<?x10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("l"(#loc31)), %in_7: f64 loc("flatten"(#loc24)), %out: f64 loc("l"(#loc31))):
      %47 = arith.mulf %in, %in_7 : f64 loc(#loc65)
      %48 = arith.addf %out, %47 : f64 loc(#loc65)
      linalg.yield %48 : f64 loc(#loc65)
    } -> tensor<?x10xf64> loc(#loc65)
    %26 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg20, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("l.w"(#loc20)), %in_7: f64 loc("flatten"(#loc24)), %out: f64 loc("l"(#loc31))):
      %47 = arith.mulf %in, %in_7 : f64 loc(#loc65)
      %48 = arith.addf %out, %47 : f64 loc(#loc65)
      linalg.yield %48 : f64 loc(#loc65)
    } -> tensor<?x10xf64> loc(#loc65)
    %27 = linalg.generic {indexing_maps = [#map6, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg2, %arg4 : tensor<10x64x64xf64>, tensor<10x64x64xf64>) outs(%22 : tensor<10x64x64xf64>) {
    ^bb0(%in: f64 loc("a.Wa"(#loc2)), %in_7: f64 loc("b.Wa"(#loc4)), %out: f64 loc("Neurons"(#loc32))):
      %47 = arith.addf %in, %in_7 : f64 loc(#loc66)
      linalg.yield %47 : f64 loc(#loc66)
    } -> tensor<10x64x64xf64> loc(#loc66)
    %28 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%27, %collapsed : tensor<10x64x64xf64>, tensor<?x64xf64>) outs(%11 : tensor<?x10x64xf64>) {
    ^bb0(%in: f64 loc("Neurons"(#loc32)), %in_7: f64 loc("flatten"(#loc24)), %out: f64 loc("Neurons"(#loc32))):
      %47 = arith.mulf %in, %in_7 : f64 loc(#loc66)
      %48 = arith.addf %out, %47 : f64 loc(#loc66)
      linalg.yield %48 : f64 loc(#loc66)
    } -> tensor<?x10x64xf64> loc(#loc66)
    %29 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%28, %collapsed : tensor<?x10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("Neurons"(#loc32)), %in_7: f64 loc("flatten"(#loc24)), %out: f64 loc("Neurons"(#loc32))):
      %47 = arith.mulf %in, %in_7 : f64 loc(#loc66)
      %48 = arith.addf %out, %47 : f64 loc(#loc66)
      linalg.yield %48 : f64 loc(#loc66)
    } -> tensor<?x10xf64> loc(#loc66)
    %30 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg3, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("a.Wb"(#loc3)), %in_7: f64 loc("flatten"(#loc24)), %out: f64 loc("Neurons"(#loc32))):
      %47 = arith.mulf %in, %in_7 : f64 loc(#loc66)
      %48 = arith.addf %out, %47 : f64 loc(#loc66)
      linalg.yield %48 : f64 loc(#loc66)
    } -> tensor<?x10xf64> loc(#loc66)
    %31 = linalg.generic {indexing_maps = [#map7, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map7, #map8, #map7, #map8, #map8, #map8, #map7, #map8, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg16, %29, %30, %2, %6, %9, %13, %14, %15, %arg14, %16, %arg15, %17, %20, %21, %arg22, %25, %26 : tensor<10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<10xf64>, tensor<?x10xf64>, tensor<10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<10xf64>, tensor<?x10xf64>, tensor<?x10xf64>) outs(%0 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("g.bc"(#loc16)), %in_7: f64 loc("Neurons"(#loc32)), %in_8: f64 loc("Neurons"(#loc32)), %in_9: f64 loc("c"(#loc25)), %in_10: f64 loc("d"(#loc26)), %in_11: f64 loc("e"(#loc27)), %in_12: f64 loc("f"(#loc28)), %in_13: f64 loc("f"(#loc28)), %in_14: f64 loc("g"(#loc29)), %in_15: f64 loc("g.ba"(#loc14)), %in_16: f64 loc("g"(#loc29)), %in_17: f64 loc("g.bb"(#loc15)), %in_18: f64 loc("g"(#loc29)), %in_19: f64 loc("h"(#loc30)), %in_20: f64 loc("h"(#loc30)), %in_21: f64 loc("l.b"(#loc22)), %in_22: f64 loc("l"(#loc31)), %in_23: f64 loc("l"(#loc31)), %out: f64 loc("c"(#loc25))):
      %47 = arith.addf %in_22, %in_23 : f64 loc(#loc65)
      %48 = arith.addf %in_21, %47 : f64 loc(#loc65)
      %49 = arith.addf %in_19, %in_20 : f64 loc(#loc64)
      %50 = arith.addf %in_16, %in_17 : f64 loc(#loc63)
      %51 = arith.addf %in_14, %in_15 : f64 loc(#loc63)
      %52 = arith.mulf %51, %50 : f64 loc(#loc63)
      %53 = arith.addf %in_7, %in_8 : f64 loc(#loc66)
      %54 = arith.addf %in, %53 : f64 loc(#loc66)
      %55 = arith.addf %54, %in_9 : f64 loc(#loc67)
      %56 = arith.addf %55, %in_10 : f64 loc(#loc67)
      %57 = arith.addf %56, %in_11 : f64 loc(#loc67)
      %58 = arith.addf %57, %in_12 : f64 loc(#loc67)
      %59 = arith.addf %58, %in_13 : f64 loc(#loc67)
      %60 = arith.addf %59, %52 : f64 loc(#loc67)
      %61 = arith.addf %60, %in_18 : f64 loc(#loc67)
      %62 = arith.addf %61, %49 : f64 loc(#loc67)
      %63 = arith.addf %62, %48 : f64 loc(#loc67)
      %64 = arith.mulf %63, %cst_1 : f64 loc(#loc67)
      linalg.yield %64 : f64 loc(#loc67)
    } -> tensor<?x10xf64> loc(#loc67)
    %32 = tensor.empty(%arg25) : tensor<?xf64> loc(#loc79)
    %33 = linalg.fill ins(%cst_0 : f64) outs(%32 : tensor<?xf64>) -> tensor<?xf64> loc(#loc79)
    %34 = linalg.generic {indexing_maps = [#map8, #map18], iterator_types = ["parallel", "reduction"]} ins(%31 : tensor<?x10xf64>) outs(%33 : tensor<?xf64>) {
    ^bb0(%in: f64 loc("Neurons"(#loc33)), %out: f64 loc("loss"(#loc34))):
      %47 = arith.maximumf %in, %out : f64 loc(#loc79)
      linalg.yield %47 : f64 loc(#loc79)
    } -> tensor<?xf64> loc(#loc79)
    %35 = linalg.fill ins(%cst_2 : f64) outs(%32 : tensor<?xf64>) -> tensor<?xf64> loc(#loc79)
    %36 = linalg.generic {indexing_maps = [#map8, #map18, #map18], iterator_types = ["parallel", "reduction"]} ins(%31, %34 : tensor<?x10xf64>, tensor<?xf64>) outs(%35 : tensor<?xf64>) {
    ^bb0(%in: f64 loc("Neurons"(#loc33)), %in_7: f64 loc("loss"(#loc34)), %out: f64 loc("loss"(#loc34))):
      %47 = arith.subf %in, %in_7 : f64 loc(#loc79)
      %48 = math.exp %47 : f64 loc(#loc79)
      %49 = arith.addf %out, %48 : f64 loc(#loc79)
      linalg.yield %49 : f64 loc(#loc79)
    } -> tensor<?xf64> loc(#loc79)
    %37 = linalg.generic {indexing_maps = [#map19, #map19, #map19, #map19], iterator_types = ["parallel"]} ins(%arg1, %34, %36 : tensor<?xi32>, tensor<?xf64>, tensor<?xf64>) outs(%32 : tensor<?xf64>) {
    ^bb0(%in: i32 loc("loss"(#loc34)), %in_7: f64 loc("loss"(#loc34)), %in_8: f64 loc("loss"(#loc34)), %out: f64 loc("loss"(#loc34))):
      %47 = linalg.index 0 : index loc(#loc79)
      %48 = arith.index_cast %in : i32 to index loc(#loc79)
      %extracted = tensor.extract %31[%47, %48] : tensor<?x10xf64> loc(#loc79)
      %49 = arith.subf %in_7, %extracted : f64 loc(#loc79)
      %50 = math.log %in_8 : f64 loc(#loc79)
      %51 = arith.addf %49, %50 : f64 loc(#loc79)
      linalg.yield %51 : f64 loc(#loc79)
    } -> tensor<?xf64> loc(#loc79)
    %38 = arith.index_cast %arg25 : index to i64 loc(#loc79)
    %39 = arith.sitofp %38 : i64 to f64 loc(#loc79)
    %40 = arith.divf %cst, %39 : f64 loc(#loc79)
    %41 = tensor.empty() : tensor<f64> loc(#loc79)
    %42 = linalg.fill ins(%cst_2 : f64) outs(%41 : tensor<f64>) -> tensor<f64> loc(#loc79)
    %43 = linalg.generic {indexing_maps = [#map19, #map23], iterator_types = ["reduction"]} ins(%37 : tensor<?xf64>) outs(%42 : tensor<f64>) {
    ^bb0(%in: f64 loc("loss"(#loc34)), %out: f64 loc("loss"(#loc34))):
      %47 = arith.addf %out, %in : f64 loc(#loc79)
      linalg.yield %47 : f64 loc(#loc79)
    } -> tensor<f64> loc(#loc79)
    %44 = linalg.generic {indexing_maps = [#map24, #map24], iterator_types = []} ins(%43 : tensor<f64>) outs(%41 : tensor<f64>) {
    ^bb0(%in: f64 loc("loss"(#loc34)), %out: f64 loc("loss"(#loc34))):
      %47 = arith.mulf %in, %40 : f64 loc(#loc79)
      linalg.yield %47 : f64 loc(#loc79)
    } -> tensor<f64> loc(#loc79)
    %45 = bufferization.materialize_in_destination %31 in %arg23 : (tensor<?x10xf64>, tensor<?x10xf64>) -> tensor<?x10xf64> loc(#loc67)
    %46 = bufferization.materialize_in_destination %44 in %arg24 : (tensor<f64>, tensor<f64>) -> tensor<f64> loc(#loc79)
    return %45, %46 : tensor<?x10xf64>, tensor<f64> loc(#loc35)
  } loc(#loc35)
  func.func @grad_loss(%arg0: tensor<?x8x8xf32> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "input", dnd.name = "image"} loc("image"(#loc1)), %arg1: tensor<?xi32> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "target", dnd.name = "label"} loc("loss"(#loc34)), %arg2: tensor<10x64x64xf32> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "param", dnd.name = "a.Wa"} loc("a.Wa"(#loc2)), %arg3: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 1 : i64, dnd.kind = "param", dnd.name = "a.Wb"} loc("a.Wb"(#loc3)), %arg4: tensor<10x64x64xf32> {bufferization.writable = false, dnd.index = 2 : i64, dnd.kind = "param", dnd.name = "b.Wa"} loc("b.Wa"(#loc4)), %arg5: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 3 : i64, dnd.kind = "param", dnd.name = "c.Wa"} loc("c.Wa"(#loc5)), %arg6: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 4 : i64, dnd.kind = "param", dnd.name = "d.Wa"} loc("d.Wa"(#loc6)), %arg7: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 5 : i64, dnd.kind = "param", dnd.name = "e.Wa"} loc("e.Wa"(#loc7)), %arg8: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 6 : i64, dnd.kind = "param", dnd.name = "e.Wb"} loc("e.Wb"(#loc8)), %arg9: tensor<10x64x64xf32> {bufferization.writable = false, dnd.index = 7 : i64, dnd.kind = "param", dnd.name = "f.Wa"} loc("f.Wa"(#loc9)), %arg10: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 8 : i64, dnd.kind = "param", dnd.name = "f.Wb"} loc("f.Wb"(#loc10)), %arg11: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 9 : i64, dnd.kind = "param", dnd.name = "g.Wa"} loc("g.Wa"(#loc11)), %arg12: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 10 : i64, dnd.kind = "param", dnd.name = "g.Wb"} loc("g.Wb"(#loc12)), %arg13: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 11 : i64, dnd.kind = "param", dnd.name = "g.Wc"} loc("g.Wc"(#loc13)), %arg14: tensor<10xf32> {bufferization.writable = false, dnd.index = 12 : i64, dnd.kind = "param", dnd.name = "g.ba"} loc("g.ba"(#loc14)), %arg15: tensor<10xf32> {bufferization.writable = false, dnd.index = 13 : i64, dnd.kind = "param", dnd.name = "g.bb"} loc("g.bb"(#loc15)), %arg16: tensor<10xf32> {bufferization.writable = false, dnd.index = 14 : i64, dnd.kind = "param", dnd.name = "g.bc"} loc("g.bc"(#loc16)), %arg17: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 15 : i64, dnd.kind = "param", dnd.name = "h.Wa"} loc("h.Wa"(#loc17)), %arg18: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 16 : i64, dnd.kind = "param", dnd.name = "h.Wb"} loc("h.Wb"(#loc18)), %arg19: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 17 : i64, dnd.kind = "param", dnd.name = "h.Wc"} loc("h.Wc"(#loc19)), %arg20: tensor<10x64xf32> {bufferization.writable = false, dnd.index = 18 : i64, dnd.kind = "param", dnd.name = "l.w"} loc("l.w"(#loc20)), %arg21: tensor<10x64x64xf32> {bufferization.writable = false, dnd.index = 19 : i64, dnd.kind = "param", dnd.name = "l.K"} loc("l.K"(#loc21)), %arg22: tensor<10xf32> {bufferization.writable = false, dnd.index = 20 : i64, dnd.kind = "param", dnd.name = "l.b"} loc("l.b"(#loc22)), %arg23: tensor<?x10xf32> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "output", dnd.name = "logits"} loc("Neurons"(#loc)), %arg24: tensor<f32> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "loss", dnd.name = "loss"} loc("Neurons"(#loc)), %arg25: tensor<10x64x64xf32> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "param_grad", dnd.name = "a.Wa"} loc("Neurons"(#loc)), %arg26: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 1 : i64, dnd.kind = "param_grad", dnd.name = "a.Wb"} loc("Neurons"(#loc)), %arg27: tensor<10x64x64xf32> {bufferization.writable = true, dnd.index = 2 : i64, dnd.kind = "param_grad", dnd.name = "b.Wa"} loc("Neurons"(#loc)), %arg28: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 3 : i64, dnd.kind = "param_grad", dnd.name = "c.Wa"} loc("Neurons"(#loc)), %arg29: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 4 : i64, dnd.kind = "param_grad", dnd.name = "d.Wa"} loc("Neurons"(#loc)), %arg30: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 5 : i64, dnd.kind = "param_grad", dnd.name = "e.Wa"} loc("Neurons"(#loc)), %arg31: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 6 : i64, dnd.kind = "param_grad", dnd.name = "e.Wb"} loc("Neurons"(#loc)), %arg32: tensor<10x64x64xf32> {bufferization.writable = true, dnd.index = 7 : i64, dnd.kind = "param_grad", dnd.name = "f.Wa"} loc("Neurons"(#loc)), %arg33: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 8 : i64, dnd.kind = "param_grad", dnd.name = "f.Wb"} loc("Neurons"(#loc)), %arg34: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 9 : i64, dnd.kind = "param_grad", dnd.name = "g.Wa"} loc("Neurons"(#loc)), %arg35: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 10 : i64, dnd.kind = "param_grad", dnd.name = "g.Wb"} loc("Neurons"(#loc)), %arg36: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 11 : i64, dnd.kind = "param_grad", dnd.name = "g.Wc"} loc("Neurons"(#loc)), %arg37: tensor<10xf32> {bufferization.writable = true, dnd.index = 12 : i64, dnd.kind = "param_grad", dnd.name = "g.ba"} loc("Neurons"(#loc)), %arg38: tensor<10xf32> {bufferization.writable = true, dnd.index = 13 : i64, dnd.kind = "param_grad", dnd.name = "g.bb"} loc("Neurons"(#loc)), %arg39: tensor<10xf32> {bufferization.writable = true, dnd.index = 14 : i64, dnd.kind = "param_grad", dnd.name = "g.bc"} loc("Neurons"(#loc)), %arg40: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 15 : i64, dnd.kind = "param_grad", dnd.name = "h.Wa"} loc("Neurons"(#loc)), %arg41: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 16 : i64, dnd.kind = "param_grad", dnd.name = "h.Wb"} loc("Neurons"(#loc)), %arg42: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 17 : i64, dnd.kind = "param_grad", dnd.name = "h.Wc"} loc("Neurons"(#loc)), %arg43: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 18 : i64, dnd.kind = "param_grad", dnd.name = "l.w"} loc("Neurons"(#loc)), %arg44: tensor<10x64x64xf32> {bufferization.writable = true, dnd.index = 19 : i64, dnd.kind = "param_grad", dnd.name = "l.K"} loc("Neurons"(#loc)), %arg45: tensor<10xf32> {bufferization.writable = true, dnd.index = 20 : i64, dnd.kind = "param_grad", dnd.name = "l.b"} loc("Neurons"(#loc)), %arg46: tensor<?x8x8xf32> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "input_grad", dnd.name = "image"} loc("Neurons"(#loc)), %arg47: index {dnd.kind = "batch"} loc("Neurons"(#loc))) -> (tensor<?x10xf32> {dnd.index = 0 : i64, dnd.kind = "output", dnd.name = "logits"}, tensor<f32> {dnd.index = 0 : i64, dnd.kind = "loss", dnd.name = "loss"}, tensor<10x64x64xf32> {dnd.index = 0 : i64, dnd.kind = "param_grad", dnd.name = "a.Wa"}, tensor<10x64xf32> {dnd.index = 1 : i64, dnd.kind = "param_grad", dnd.name = "a.Wb"}, tensor<10x64x64xf32> {dnd.index = 2 : i64, dnd.kind = "param_grad", dnd.name = "b.Wa"}, tensor<10x64xf32> {dnd.index = 3 : i64, dnd.kind = "param_grad", dnd.name = "c.Wa"}, tensor<10x64xf32> {dnd.index = 4 : i64, dnd.kind = "param_grad", dnd.name = "d.Wa"}, tensor<10x64xf32> {dnd.index = 5 : i64, dnd.kind = "param_grad", dnd.name = "e.Wa"}, tensor<10x64xf32> {dnd.index = 6 : i64, dnd.kind = "param_grad", dnd.name = "e.Wb"}, tensor<10x64x64xf32> {dnd.index = 7 : i64, dnd.kind = "param_grad", dnd.name = "f.Wa"}, tensor<10x64xf32> {dnd.index = 8 : i64, dnd.kind = "param_grad", dnd.name = "f.Wb"}, tensor<10x64xf32> {dnd.index = 9 : i64, dnd.kind = "param_grad", dnd.name = "g.Wa"}, tensor<10x64xf32> {dnd.index = 10 : i64, dnd.kind = "param_grad", dnd.name = "g.Wb"}, tensor<10x64xf32> {dnd.index = 11 : i64, dnd.kind = "param_grad", dnd.name = "g.Wc"}, tensor<10xf32> {dnd.index = 12 : i64, dnd.kind = "param_grad", dnd.name = "g.ba"}, tensor<10xf32> {dnd.index = 13 : i64, dnd.kind = "param_grad", dnd.name = "g.bb"}, tensor<10xf32> {dnd.index = 14 : i64, dnd.kind = "param_grad", dnd.name = "g.bc"}, tensor<10x64xf32> {dnd.index = 15 : i64, dnd.kind = "param_grad", dnd.name = "h.Wa"}, tensor<10x64xf32> {dnd.index = 16 : i64, dnd.kind = "param_grad", dnd.name = "h.Wb"}, tensor<10x64xf32> {dnd.index = 17 : i64, dnd.kind = "param_grad", dnd.name = "h.Wc"}, tensor<10x64xf32> {dnd.index = 18 : i64, dnd.kind = "param_grad", dnd.name = "l.w"}, tensor<10x64x64xf32> {dnd.index = 19 : i64, dnd.kind = "param_grad", dnd.name = "l.K"}, tensor<10xf32> {dnd.index = 20 : i64, dnd.kind = "param_grad", dnd.name = "l.b"}, tensor<?x8x8xf32> {dnd.index = 0 : i64, dnd.kind = "input_grad", dnd.name = "image"}) {
    %cst = arith.constant 0.222222224 : f32 loc(#loc23)
    %cst_0 = arith.constant 1.000000e+00 : f32 loc(#loc23)
    %cst_1 = arith.constant 0xFF800000 : f32 loc(#loc23)
    %cst_2 = arith.constant 0.111111112 : f32 loc(#loc23)
    %cst_3 = arith.constant 0.000000e+00 : f32 loc(#loc23)
    %collapsed = tensor.collapse_shape %arg0 [[0], [1, 2]] : tensor<?x8x8xf32> into tensor<?x64xf32> loc(#loc58)
    %0 = tensor.empty(%arg47) : tensor<?x10xf32> loc(#loc59)
    %1 = linalg.fill ins(%cst_3 : f32) outs(%0 : tensor<?x10xf32>) -> tensor<?x10xf32> loc(#loc59)
    %2 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg5, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("c.Wa"(#loc5)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("c"(#loc25))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc59)
      %131 = arith.mulf %130, %in_14 : f32 loc(#loc59)
      %132 = arith.addf %out, %131 : f32 loc(#loc59)
      linalg.yield %132 : f32 loc(#loc59)
    } -> tensor<?x10xf32> loc(#loc59)
    %expanded = tensor.expand_shape %arg6 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc60)
    %3 = tensor.empty(%arg47) : tensor<?x10x1xf32> loc(#loc60)
    %4 = linalg.fill ins(%cst_3 : f32) outs(%3 : tensor<?x10x1xf32>) -> tensor<?x10x1xf32> loc(#loc60)
    %5 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("d"(#loc26)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("d"(#loc26))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc60)
      %131 = arith.addf %out, %130 : f32 loc(#loc60)
      linalg.yield %131 : f32 loc(#loc60)
    } -> tensor<?x10x1xf32> loc(#loc60)
    %6 = linalg.generic {indexing_maps = [#map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%5 : tensor<?x10x1xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("d"(#loc26)), %out: f32 loc("c"(#loc25))):
      %130 = arith.mulf %in, %in : f32 loc(#loc60)
      %131 = arith.addf %out, %130 : f32 loc(#loc60)
      linalg.yield %131 : f32 loc(#loc60)
    } -> tensor<?x10xf32> loc(#loc60)
    %expanded_4 = tensor.expand_shape %arg7 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc61)
    %expanded_5 = tensor.expand_shape %arg8 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc61)
    %7 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_4, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("e"(#loc27))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc61)
      %131 = arith.addf %out, %130 : f32 loc(#loc61)
      linalg.yield %131 : f32 loc(#loc61)
    } -> tensor<?x10x1xf32> loc(#loc61)
    %8 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_5, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("e"(#loc27))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc61)
      %131 = arith.addf %out, %130 : f32 loc(#loc61)
      linalg.yield %131 : f32 loc(#loc61)
    } -> tensor<?x10x1xf32> loc(#loc61)
    %9 = linalg.generic {indexing_maps = [#map6, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%7, %8 : tensor<?x10x1xf32>, tensor<?x10x1xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_14: f32 loc("e"(#loc27)), %out: f32 loc("e"(#loc27))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc61)
      %131 = arith.addf %out, %130 : f32 loc(#loc61)
      linalg.yield %131 : f32 loc(#loc61)
    } -> tensor<?x10xf32> loc(#loc61)
    %10 = tensor.empty(%arg47) : tensor<?x10x64xf32> loc(#loc62)
    %11 = linalg.fill ins(%cst_3 : f32) outs(%10 : tensor<?x10x64xf32>) -> tensor<?x10x64xf32> loc(#loc62)
    %12 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%arg9, %collapsed : tensor<10x64x64xf32>, tensor<?x64xf32>) outs(%11 : tensor<?x10x64xf32>) {
    ^bb0(%in: f32 loc("f.Wa"(#loc9)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("f"(#loc28))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc62)
      %131 = arith.addf %out, %130 : f32 loc(#loc62)
      linalg.yield %131 : f32 loc(#loc62)
    } -> tensor<?x10x64xf32> loc(#loc62)
    %13 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%12, %collapsed : tensor<?x10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("f"(#loc28)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("f"(#loc28))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc62)
      %131 = arith.addf %out, %130 : f32 loc(#loc62)
      linalg.yield %131 : f32 loc(#loc62)
    } -> tensor<?x10xf32> loc(#loc62)
    %14 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg10, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("f.Wb"(#loc10)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("c"(#loc25))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc62)
      %131 = arith.mulf %130, %in_14 : f32 loc(#loc62)
      %132 = arith.addf %out, %131 : f32 loc(#loc62)
      linalg.yield %132 : f32 loc(#loc62)
    } -> tensor<?x10xf32> loc(#loc62)
    %15 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg11, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g.Wa"(#loc11)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("g"(#loc29))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc63)
      %131 = arith.addf %out, %130 : f32 loc(#loc63)
      linalg.yield %131 : f32 loc(#loc63)
    } -> tensor<?x10xf32> loc(#loc63)
    %16 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg12, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g.Wb"(#loc12)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("g"(#loc29))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc63)
      %131 = arith.addf %out, %130 : f32 loc(#loc63)
      linalg.yield %131 : f32 loc(#loc63)
    } -> tensor<?x10xf32> loc(#loc63)
    %17 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg13, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g.Wc"(#loc13)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("c"(#loc25))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc63)
      %131 = arith.mulf %130, %in_14 : f32 loc(#loc63)
      %132 = arith.addf %out, %131 : f32 loc(#loc63)
      linalg.yield %132 : f32 loc(#loc63)
    } -> tensor<?x10xf32> loc(#loc63)
    %expanded_6 = tensor.expand_shape %arg17 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc64)
    %expanded_7 = tensor.expand_shape %arg18 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc64)
    %18 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_6, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("h"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc64)
      %131 = arith.addf %out, %130 : f32 loc(#loc64)
      linalg.yield %131 : f32 loc(#loc64)
    } -> tensor<?x10x1xf32> loc(#loc64)
    %19 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_7, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("h"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc64)
      %131 = arith.addf %out, %130 : f32 loc(#loc64)
      linalg.yield %131 : f32 loc(#loc64)
    } -> tensor<?x10x1xf32> loc(#loc64)
    %20 = linalg.generic {indexing_maps = [#map6, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%18, %19 : tensor<?x10x1xf32>, tensor<?x10x1xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_14: f32 loc("h"(#loc30)), %out: f32 loc("h"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc64)
      %131 = arith.addf %out, %130 : f32 loc(#loc64)
      linalg.yield %131 : f32 loc(#loc64)
    } -> tensor<?x10xf32> loc(#loc64)
    %21 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg19, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("h.Wc"(#loc19)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("h"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc64)
      %131 = arith.addf %out, %130 : f32 loc(#loc64)
      linalg.yield %131 : f32 loc(#loc64)
    } -> tensor<?x10xf32> loc(#loc64)
    %22 = tensor.empty() : tensor<10x64x64xf32> loc(#loc65)
    %23 = linalg.generic {indexing_maps = [#map6, #map2, #map1, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg21, %arg20, %arg20 : tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("l.K"(#loc21)), %in_14: f32 loc("l.w"(#loc20)), %in_15: f32 loc("l.w"(#loc20)), %out: f32 loc("l"(#loc31))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc65)
      %131 = arith.mulf %130, %in_15 : f32 loc(#loc65)
      linalg.yield %131 : f32 loc(#loc65)
    } -> tensor<10x64x64xf32> loc(#loc65)
    %24 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%23, %collapsed : tensor<10x64x64xf32>, tensor<?x64xf32>) outs(%11 : tensor<?x10x64xf32>) {
    ^bb0(%in: f32 loc("l"(#loc31)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("l"(#loc31))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc65)
      %131 = arith.addf %out, %130 : f32 loc(#loc65)
      linalg.yield %131 : f32 loc(#loc65)
    } -> tensor<?x10x64xf32> loc(#loc65)
    %25 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%24, %collapsed : tensor<?x10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("l"(#loc31)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("l"(#loc31))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc65)
      %131 = arith.addf %out, %130 : f32 loc(#loc65)
      linalg.yield %131 : f32 loc(#loc65)
    } -> tensor<?x10xf32> loc(#loc65)
    %26 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg20, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("l.w"(#loc20)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("l"(#loc31))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc65)
      %131 = arith.addf %out, %130 : f32 loc(#loc65)
      linalg.yield %131 : f32 loc(#loc65)
    } -> tensor<?x10xf32> loc(#loc65)
    %27 = linalg.generic {indexing_maps = [#map6, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg2, %arg4 : tensor<10x64x64xf32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("a.Wa"(#loc2)), %in_14: f32 loc("b.Wa"(#loc4)), %out: f32 loc("Neurons"(#loc32))):
      %130 = arith.addf %in, %in_14 : f32 loc(#loc66)
      linalg.yield %130 : f32 loc(#loc66)
    } -> tensor<10x64x64xf32> loc(#loc66)
    %28 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%27, %collapsed : tensor<10x64x64xf32>, tensor<?x64xf32>) outs(%11 : tensor<?x10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc32)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("Neurons"(#loc32))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc66)
      %131 = arith.addf %out, %130 : f32 loc(#loc66)
      linalg.yield %131 : f32 loc(#loc66)
    } -> tensor<?x10x64xf32> loc(#loc66)
    %29 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%28, %collapsed : tensor<?x10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc32)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("Neurons"(#loc32))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc66)
      %131 = arith.addf %out, %130 : f32 loc(#loc66)
      linalg.yield %131 : f32 loc(#loc66)
    } -> tensor<?x10xf32> loc(#loc66)
    %30 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg3, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("a.Wb"(#loc3)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("Neurons"(#loc32))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc66)
      %131 = arith.addf %out, %130 : f32 loc(#loc66)
      linalg.yield %131 : f32 loc(#loc66)
    } -> tensor<?x10xf32> loc(#loc66)
    %31 = linalg.generic {indexing_maps = [#map7, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map7, #map8, #map7, #map8, #map8, #map8, #map7, #map8, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg16, %29, %30, %2, %6, %9, %13, %14, %15, %arg14, %16, %arg15, %17, %20, %21, %arg22, %25, %26 : tensor<10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<10xf32>, tensor<?x10xf32>, tensor<10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<10xf32>, tensor<?x10xf32>, tensor<?x10xf32>) outs(%0 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g.bc"(#loc16)), %in_14: f32 loc("Neurons"(#loc32)), %in_15: f32 loc("Neurons"(#loc32)), %in_16: f32 loc("c"(#loc25)), %in_17: f32 loc("d"(#loc26)), %in_18: f32 loc("e"(#loc27)), %in_19: f32 loc("f"(#loc28)), %in_20: f32 loc("f"(#loc28)), %in_21: f32 loc("g"(#loc29)), %in_22: f32 loc("g.ba"(#loc14)), %in_23: f32 loc("g"(#loc29)), %in_24: f32 loc("g.bb"(#loc15)), %in_25: f32 loc("g"(#loc29)), %in_26: f32 loc("h"(#loc30)), %in_27: f32 loc("h"(#loc30)), %in_28: f32 loc("l.b"(#loc22)), %in_29: f32 loc("l"(#loc31)), %in_30: f32 loc("l"(#loc31)), %out: f32 loc("c"(#loc25))):
      %130 = arith.addf %in_29, %in_30 : f32 loc(#loc65)
      %131 = arith.addf %in_28, %130 : f32 loc(#loc65)
      %132 = arith.addf %in_26, %in_27 : f32 loc(#loc64)
      %133 = arith.addf %in_23, %in_24 : f32 loc(#loc63)
      %134 = arith.addf %in_21, %in_22 : f32 loc(#loc63)
      %135 = arith.mulf %134, %133 : f32 loc(#loc63)
      %136 = arith.addf %in_14, %in_15 : f32 loc(#loc66)
      %137 = arith.addf %in, %136 : f32 loc(#loc66)
      %138 = arith.addf %137, %in_16 : f32 loc(#loc67)
      %139 = arith.addf %138, %in_17 : f32 loc(#loc67)
      %140 = arith.addf %139, %in_18 : f32 loc(#loc67)
      %141 = arith.addf %140, %in_19 : f32 loc(#loc67)
      %142 = arith.addf %141, %in_20 : f32 loc(#loc67)
      %143 = arith.addf %142, %135 : f32 loc(#loc67)
      %144 = arith.addf %143, %in_25 : f32 loc(#loc67)
      %145 = arith.addf %144, %132 : f32 loc(#loc67)
      %146 = arith.addf %145, %131 : f32 loc(#loc67)
      %147 = arith.mulf %146, %cst_2 : f32 loc(#loc67)
      linalg.yield %147 : f32 loc(#loc67)
    } -> tensor<?x10xf32> loc(#loc67)
    %32 = tensor.empty(%arg47) : tensor<?xf32> loc(#loc79)
    %33 = linalg.fill ins(%cst_1 : f32) outs(%32 : tensor<?xf32>) -> tensor<?xf32> loc(#loc79)
    %34 = linalg.generic {indexing_maps = [#map8, #map18], iterator_types = ["parallel", "reduction"]} ins(%31 : tensor<?x10xf32>) outs(%33 : tensor<?xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc33)), %out: f32 loc("loss"(#loc34))):
      %130 = arith.maximumf %in, %out : f32 loc(#loc79)
      linalg.yield %130 : f32 loc(#loc79)
    } -> tensor<?xf32> loc(#loc79)
    %35 = linalg.fill ins(%cst_3 : f32) outs(%32 : tensor<?xf32>) -> tensor<?xf32> loc(#loc79)
    %36 = linalg.generic {indexing_maps = [#map8, #map18, #map18], iterator_types = ["parallel", "reduction"]} ins(%31, %34 : tensor<?x10xf32>, tensor<?xf32>) outs(%35 : tensor<?xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc33)), %in_14: f32 loc("loss"(#loc34)), %out: f32 loc("loss"(#loc34))):
      %130 = arith.subf %in, %in_14 : f32 loc(#loc79)
      %131 = math.exp %130 : f32 loc(#loc79)
      %132 = arith.addf %out, %131 : f32 loc(#loc79)
      linalg.yield %132 : f32 loc(#loc79)
    } -> tensor<?xf32> loc(#loc79)
    %37 = linalg.generic {indexing_maps = [#map19, #map19, #map19, #map19], iterator_types = ["parallel"]} ins(%arg1, %34, %36 : tensor<?xi32>, tensor<?xf32>, tensor<?xf32>) outs(%32 : tensor<?xf32>) {
    ^bb0(%in: i32 loc("loss"(#loc34)), %in_14: f32 loc("loss"(#loc34)), %in_15: f32 loc("loss"(#loc34)), %out: f32 loc("loss"(#loc34))):
      %130 = linalg.index 0 : index loc(#loc79)
      %131 = arith.index_cast %in : i32 to index loc(#loc79)
      %extracted = tensor.extract %31[%130, %131] : tensor<?x10xf32> loc(#loc79)
      %132 = arith.subf %in_14, %extracted : f32 loc(#loc79)
      %133 = math.log %in_15 : f32 loc(#loc79)
      %134 = arith.addf %132, %133 : f32 loc(#loc79)
      linalg.yield %134 : f32 loc(#loc79)
    } -> tensor<?xf32> loc(#loc79)
    %38 = arith.index_cast %arg47 : index to i64 loc(#loc79)
    %39 = arith.sitofp %38 : i64 to f32 loc(#loc79)
    %40 = arith.divf %cst_0, %39 : f32 loc(#loc79)
    %41 = tensor.empty() : tensor<f32> loc(#loc79)
    %42 = linalg.fill ins(%cst_3 : f32) outs(%41 : tensor<f32>) -> tensor<f32> loc(#loc79)
    %43 = linalg.generic {indexing_maps = [#map19, #map23], iterator_types = ["reduction"]} ins(%37 : tensor<?xf32>) outs(%42 : tensor<f32>) {
    ^bb0(%in: f32 loc("loss"(#loc34)), %out: f32 loc("loss"(#loc34))):
      %130 = arith.addf %out, %in : f32 loc(#loc79)
      linalg.yield %130 : f32 loc(#loc79)
    } -> tensor<f32> loc(#loc79)
    %44 = linalg.generic {indexing_maps = [#map24, #map24], iterator_types = []} ins(%43 : tensor<f32>) outs(%41 : tensor<f32>) {
    ^bb0(%in: f32 loc("loss"(#loc34)), %out: f32 loc("loss"(#loc34))):
      %130 = arith.mulf %in, %40 : f32 loc(#loc79)
      linalg.yield %130 : f32 loc(#loc79)
    } -> tensor<f32> loc(#loc79)
    %45 = linalg.generic {indexing_maps = [#map8, #map18, #map18, #map18, #map8], iterator_types = ["parallel", "parallel"]} ins(%31, %34, %36, %arg1 : tensor<?x10xf32>, tensor<?xf32>, tensor<?xf32>, tensor<?xi32>) outs(%0 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc33)), %in_14: f32 loc("loss"(#loc34)), %in_15: f32 loc("loss"(#loc34)), %in_16: i32 loc("loss"(#loc34)), %out: f32 loc("c"(#loc25))):
      %130 = arith.subf %in, %in_14 : f32 loc(#loc80)
      %131 = math.exp %130 : f32 loc(#loc80)
      %132 = arith.divf %131, %in_15 : f32 loc(#loc80)
      %133 = linalg.index 1 : index loc(#loc80)
      %134 = arith.index_cast %in_16 : i32 to index loc(#loc80)
      %135 = arith.cmpi eq, %133, %134 : index loc(#loc80)
      %136 = arith.uitofp %135 : i1 to f32 loc(#loc80)
      %137 = arith.subf %132, %136 : f32 loc(#loc80)
      %138 = arith.mulf %40, %137 : f32 loc(#loc80)
      linalg.yield %138 : f32 loc(#loc80)
    } -> tensor<?x10xf32> loc(#loc80)
    %46 = linalg.generic {indexing_maps = [#map6, #map6, #map9, #map9, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg2, %arg4, %arg2, %arg4 : tensor<10x64x64xf32>, tensor<10x64x64xf32>, tensor<10x64x64xf32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("a.Wa"(#loc2)), %in_14: f32 loc("b.Wa"(#loc4)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("b.Wa"(#loc4)), %out: f32 loc("l"(#loc31))):
      %130 = arith.addf %in_15, %in_16 : f32 loc(#loc66)
      %131 = arith.addf %in, %in_14 : f32 loc(#loc66)
      %132 = arith.addf %131, %130 : f32 loc(#loc68)
      linalg.yield %132 : f32 loc(#loc68)
    } -> tensor<10x64x64xf32> loc(#loc68)
    %47 = linalg.generic {indexing_maps = [#map2, #map1, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%45, %collapsed : tensor<?x10xf32>, tensor<?x64xf32>) outs(%10 : tensor<?x10x64xf32>) {
    ^bb0(%in: f32 loc("grad(loss)"(#loc34)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc68)
      linalg.yield %130 : f32 loc(#loc68)
    } -> tensor<?x10x64xf32> loc(#loc68)
    %48 = tensor.empty(%arg47) : tensor<?x64xf32> loc(#loc68)
    %49 = linalg.fill ins(%cst_3 : f32) outs(%48 : tensor<?x64xf32>) -> tensor<?x64xf32> loc(#loc68)
    %50 = linalg.generic {indexing_maps = [#map10, #map11, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%47, %46 : tensor<?x10x64xf32>, tensor<10x64x64xf32>) outs(%49 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("grad(Neurons)"(#loc32)), %in_14: f32 loc("grad(Neurons)"(#loc32)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc68)
      %131 = arith.addf %out, %130 : f32 loc(#loc68)
      linalg.yield %131 : f32 loc(#loc68)
    } -> tensor<?x64xf32> loc(#loc68)
    %51 = linalg.generic {indexing_maps = [#map1, #map13, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%45, %arg3 : tensor<?x10xf32>, tensor<10x64xf32>) outs(%49 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("grad(loss)"(#loc34)), %in_14: f32 loc("a.Wb"(#loc3)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc68)
      %131 = arith.addf %out, %130 : f32 loc(#loc68)
      linalg.yield %131 : f32 loc(#loc68)
    } -> tensor<?x64xf32> loc(#loc68)
    %52 = linalg.generic {indexing_maps = [#map2, #map1, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%45, %collapsed : tensor<?x10xf32>, tensor<?x64xf32>) outs(%10 : tensor<?x10x64xf32>) {
    ^bb0(%in: f32 loc("grad(loss)"(#loc34)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %130 = arith.mulf %in, %cst_2 : f32 loc(#loc69)
      %131 = arith.mulf %130, %in_14 : f32 loc(#loc68)
      linalg.yield %131 : f32 loc(#loc68)
    } -> tensor<?x10x64xf32> loc(#loc68)
    %53 = linalg.fill ins(%cst_3 : f32) outs(%22 : tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc68)
    %54 = linalg.generic {indexing_maps = [#map14, #map15, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%52, %collapsed : tensor<?x10x64xf32>, tensor<?x64xf32>) outs(%53 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("grad(Neurons)"(#loc32)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc68)
      %131 = arith.addf %out, %130 : f32 loc(#loc68)
      linalg.yield %131 : f32 loc(#loc68)
    } -> tensor<10x64x64xf32> loc(#loc68)
    %55 = tensor.empty() : tensor<10x64xf32> loc(#loc68)
    %56 = linalg.fill ins(%cst_3 : f32) outs(%55 : tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc68)
    %57 = linalg.generic {indexing_maps = [#map16, #map13, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%45, %collapsed : tensor<?x10xf32>, tensor<?x64xf32>) outs(%56 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("grad(loss)"(#loc34)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc68)
      %131 = arith.addf %out, %130 : f32 loc(#loc68)
      linalg.yield %131 : f32 loc(#loc68)
    } -> tensor<10x64xf32> loc(#loc68)
    %58 = linalg.generic {indexing_maps = [#map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%57 : tensor<10x64xf32>) outs(%55 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("grad(Neurons)"(#loc32)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %130 = arith.mulf %in, %cst_2 : f32 loc(#loc68)
      linalg.yield %130 : f32 loc(#loc68)
    } -> tensor<10x64xf32> loc(#loc68)
    %59 = tensor.empty() : tensor<10xf32> loc(#loc68)
    %60 = linalg.fill ins(%cst_3 : f32) outs(%59 : tensor<10xf32>) -> tensor<10xf32> loc(#loc68)
    %61 = linalg.generic {indexing_maps = [#map17, #map18], iterator_types = ["parallel", "reduction"]} ins(%45 : tensor<?x10xf32>) outs(%60 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %130 = arith.addf %out, %in : f32 loc(#loc68)
      linalg.yield %130 : f32 loc(#loc68)
    } -> tensor<10xf32> loc(#loc68)
    %62 = linalg.generic {indexing_maps = [#map19, #map19], iterator_types = ["parallel"]} ins(%61 : tensor<10xf32>) outs(%59 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("grad(Neurons)"(#loc32)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %130 = arith.mulf %in, %cst_2 : f32 loc(#loc68)
      linalg.yield %130 : f32 loc(#loc68)
    } -> tensor<10xf32> loc(#loc68)
    %63 = linalg.generic {indexing_maps = [#map6, #map9, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%23, %23 : tensor<10x64x64xf32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("l"(#loc31)), %in_14: f32 loc("l"(#loc31)), %out: f32 loc("grad(l)"(#loc31))):
      %130 = arith.addf %in, %in_14 : f32 loc(#loc70)
      linalg.yield %130 : f32 loc(#loc70)
    } -> tensor<10x64x64xf32> loc(#loc70)
    %64 = linalg.generic {indexing_maps = [#map10, #map11, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%47, %63 : tensor<?x10x64xf32>, tensor<10x64x64xf32>) outs(%49 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("grad(l)"(#loc31)), %in_14: f32 loc("grad(l)"(#loc31)), %out: f32 loc("grad(l)"(#loc31))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc70)
      %131 = arith.addf %out, %130 : f32 loc(#loc70)
      linalg.yield %131 : f32 loc(#loc70)
    } -> tensor<?x64xf32> loc(#loc70)
    %65 = linalg.generic {indexing_maps = [#map1, #map13, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%45, %arg20 : tensor<?x10xf32>, tensor<10x64xf32>) outs(%49 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("grad(loss)"(#loc34)), %in_14: f32 loc("l.w"(#loc20)), %out: f32 loc("grad(l)"(#loc31))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc70)
      %131 = arith.addf %out, %130 : f32 loc(#loc70)
      linalg.yield %131 : f32 loc(#loc70)
    } -> tensor<?x64xf32> loc(#loc70)
    %66 = linalg.generic {indexing_maps = [#map2, #map1, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg20, %arg20, %54 : tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("l.w"(#loc20)), %in_14: f32 loc("l.w"(#loc20)), %in_15: f32 loc("grad(Neurons)"(#loc32)), %out: f32 loc("grad(l)"(#loc31))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc70)
      %131 = arith.mulf %130, %in_15 : f32 loc(#loc70)
      linalg.yield %131 : f32 loc(#loc70)
    } -> tensor<10x64x64xf32> loc(#loc70)
    %67 = linalg.generic {indexing_maps = [#map6, #map1, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg21, %arg20, %54 : tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64x64xf32>) outs(%56 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("l.K"(#loc21)), %in_14: f32 loc("l.w"(#loc20)), %in_15: f32 loc("grad(Neurons)"(#loc32)), %out: f32 loc("grad(l)"(#loc31))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc70)
      %131 = arith.mulf %130, %in_15 : f32 loc(#loc70)
      %132 = arith.addf %out, %131 : f32 loc(#loc70)
      linalg.yield %132 : f32 loc(#loc70)
    } -> tensor<10x64xf32> loc(#loc70)
    %68 = linalg.generic {indexing_maps = [#map9, #map1, #map9, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg21, %arg20, %54 : tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64x64xf32>) outs(%56 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("l.K"(#loc21)), %in_14: f32 loc("l.w"(#loc20)), %in_15: f32 loc("grad(Neurons)"(#loc32)), %out: f32 loc("grad(l)"(#loc31))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc70)
      %131 = arith.mulf %130, %in_15 : f32 loc(#loc70)
      %132 = arith.addf %out, %131 : f32 loc(#loc70)
      linalg.yield %132 : f32 loc(#loc70)
    } -> tensor<10x64xf32> loc(#loc70)
    %69 = linalg.generic {indexing_maps = [#map13, #map16, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%collapsed, %45 : tensor<?x64xf32>, tensor<?x10xf32>) outs(%56 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_14: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("grad(h)"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc71)
      %131 = arith.addf %out, %130 : f32 loc(#loc71)
      linalg.yield %131 : f32 loc(#loc71)
    } -> tensor<10x64xf32> loc(#loc71)
    %70 = linalg.generic {indexing_maps = [#map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%69 : tensor<10x64xf32>) outs(%55 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("grad(h)"(#loc30)), %out: f32 loc("grad(h)"(#loc30))):
      %130 = arith.mulf %in, %cst_2 : f32 loc(#loc71)
      linalg.yield %130 : f32 loc(#loc71)
    } -> tensor<10x64xf32> loc(#loc71)
    %71 = linalg.generic {indexing_maps = [#map13, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg19, %45 : tensor<10x64xf32>, tensor<?x10xf32>) outs(%49 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("h.Wc"(#loc19)), %in_14: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("grad(h)"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc71)
      %131 = arith.addf %out, %130 : f32 loc(#loc71)
      linalg.yield %131 : f32 loc(#loc71)
    } -> tensor<?x64xf32> loc(#loc71)
    %72 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%19, %45 : tensor<?x10x1xf32>, tensor<?x10xf32>) outs(%3 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_14: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("grad(h)"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc71)
      %131 = arith.mulf %130, %cst_2 : f32 loc(#loc71)
      linalg.yield %131 : f32 loc(#loc71)
    } -> tensor<?x10x1xf32> loc(#loc71)
    %73 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%18, %45 : tensor<?x10x1xf32>, tensor<?x10xf32>) outs(%3 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_14: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("grad(h)"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc71)
      %131 = arith.mulf %130, %cst_2 : f32 loc(#loc71)
      linalg.yield %131 : f32 loc(#loc71)
    } -> tensor<?x10x1xf32> loc(#loc71)
    %74 = tensor.empty() : tensor<10x1x64xf32> loc(#loc71)
    %75 = linalg.fill ins(%cst_3 : f32) outs(%74 : tensor<10x1x64xf32>) -> tensor<10x1x64xf32> loc(#loc71)
    %76 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %73 : tensor<?x64xf32>, tensor<?x10x1xf32>) outs(%75 : tensor<10x1x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_14: f32 loc("grad(h)"(#loc30)), %out: f32 loc("grad(h)"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc71)
      %131 = arith.addf %out, %130 : f32 loc(#loc71)
      linalg.yield %131 : f32 loc(#loc71)
    } -> tensor<10x1x64xf32> loc(#loc71)
    %77 = linalg.generic {indexing_maps = [#map22, #map10, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%expanded_7, %73 : tensor<10x1x64xf32>, tensor<?x10x1xf32>) outs(%49 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_14: f32 loc("grad(h)"(#loc30)), %out: f32 loc("grad(h)"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc71)
      %131 = arith.addf %out, %130 : f32 loc(#loc71)
      linalg.yield %131 : f32 loc(#loc71)
    } -> tensor<?x64xf32> loc(#loc71)
    %78 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %72 : tensor<?x64xf32>, tensor<?x10x1xf32>) outs(%75 : tensor<10x1x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_14: f32 loc("grad(h)"(#loc30)), %out: f32 loc("grad(h)"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc71)
      %131 = arith.addf %out, %130 : f32 loc(#loc71)
      linalg.yield %131 : f32 loc(#loc71)
    } -> tensor<10x1x64xf32> loc(#loc71)
    %79 = linalg.generic {indexing_maps = [#map22, #map10, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%expanded_6, %72 : tensor<10x1x64xf32>, tensor<?x10x1xf32>) outs(%49 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_14: f32 loc("grad(h)"(#loc30)), %out: f32 loc("grad(h)"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc71)
      %131 = arith.addf %out, %130 : f32 loc(#loc71)
      linalg.yield %131 : f32 loc(#loc71)
    } -> tensor<?x64xf32> loc(#loc71)
    %collapsed_8 = tensor.collapse_shape %76 [[0], [1, 2]] : tensor<10x1x64xf32> into tensor<10x64xf32> loc(#loc71)
    %collapsed_9 = tensor.collapse_shape %78 [[0], [1, 2]] : tensor<10x1x64xf32> into tensor<10x64xf32> loc(#loc71)
    %80 = linalg.generic {indexing_maps = [#map13, #map16, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%collapsed, %45 : tensor<?x64xf32>, tensor<?x10xf32>) outs(%56 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_14: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %130 = arith.mulf %in, %in : f32 loc(#loc72)
      %131 = arith.mulf %130, %in_14 : f32 loc(#loc72)
      %132 = arith.addf %out, %131 : f32 loc(#loc72)
      linalg.yield %132 : f32 loc(#loc72)
    } -> tensor<10x64xf32> loc(#loc72)
    %81 = linalg.generic {indexing_maps = [#map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%80 : tensor<10x64xf32>) outs(%55 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("grad(g)"(#loc29)), %out: f32 loc("grad(g)"(#loc29))):
      %130 = arith.mulf %in, %cst_2 : f32 loc(#loc72)
      linalg.yield %130 : f32 loc(#loc72)
    } -> tensor<10x64xf32> loc(#loc72)
    %82 = linalg.generic {indexing_maps = [#map13, #map2, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg13, %collapsed, %45 : tensor<10x64xf32>, tensor<?x64xf32>, tensor<?x10xf32>) outs(%49 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("g.Wc"(#loc13)), %in_14: f32 loc("flatten"(#loc24)), %in_15: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("grad(g)"(#loc29))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc72)
      %131 = arith.mulf %130, %in_15 : f32 loc(#loc72)
      %132 = arith.addf %out, %131 : f32 loc(#loc72)
      linalg.yield %132 : f32 loc(#loc72)
    } -> tensor<?x64xf32> loc(#loc72)
    %83 = linalg.generic {indexing_maps = [#map8, #map7, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%16, %arg15, %45 : tensor<?x10xf32>, tensor<10xf32>, tensor<?x10xf32>) outs(%0 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g"(#loc29)), %in_14: f32 loc("g.bb"(#loc15)), %in_15: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("c"(#loc25))):
      %130 = arith.addf %in, %in_14 : f32 loc(#loc63)
      %131 = arith.mulf %130, %in_15 : f32 loc(#loc72)
      %132 = arith.mulf %131, %cst_2 : f32 loc(#loc72)
      linalg.yield %132 : f32 loc(#loc72)
    } -> tensor<?x10xf32> loc(#loc72)
    %84 = linalg.generic {indexing_maps = [#map8, #map7, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%15, %arg14, %45 : tensor<?x10xf32>, tensor<10xf32>, tensor<?x10xf32>) outs(%0 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g"(#loc29)), %in_14: f32 loc("g.ba"(#loc14)), %in_15: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("c"(#loc25))):
      %130 = arith.addf %in, %in_14 : f32 loc(#loc63)
      %131 = arith.mulf %130, %in_15 : f32 loc(#loc72)
      %132 = arith.mulf %131, %cst_2 : f32 loc(#loc72)
      linalg.yield %132 : f32 loc(#loc72)
    } -> tensor<?x10xf32> loc(#loc72)
    %85 = linalg.generic {indexing_maps = [#map17, #map18], iterator_types = ["parallel", "reduction"]} ins(%84 : tensor<?x10xf32>) outs(%60 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("grad(g)"(#loc29)), %out: f32 loc("grad(g)"(#loc29))):
      %130 = arith.addf %out, %in : f32 loc(#loc72)
      linalg.yield %130 : f32 loc(#loc72)
    } -> tensor<10xf32> loc(#loc72)
    %86 = linalg.generic {indexing_maps = [#map13, #map16, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%collapsed, %84 : tensor<?x64xf32>, tensor<?x10xf32>) outs(%56 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_14: f32 loc("grad(g)"(#loc29)), %out: f32 loc("grad(g)"(#loc29))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc72)
      %131 = arith.addf %out, %130 : f32 loc(#loc72)
      linalg.yield %131 : f32 loc(#loc72)
    } -> tensor<10x64xf32> loc(#loc72)
    %87 = linalg.generic {indexing_maps = [#map13, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg12, %84 : tensor<10x64xf32>, tensor<?x10xf32>) outs(%49 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("g.Wb"(#loc12)), %in_14: f32 loc("grad(g)"(#loc29)), %out: f32 loc("grad(g)"(#loc29))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc72)
      %131 = arith.addf %out, %130 : f32 loc(#loc72)
      linalg.yield %131 : f32 loc(#loc72)
    } -> tensor<?x64xf32> loc(#loc72)
    %88 = linalg.generic {indexing_maps = [#map17, #map18], iterator_types = ["parallel", "reduction"]} ins(%83 : tensor<?x10xf32>) outs(%60 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("grad(g)"(#loc29)), %out: f32 loc("grad(g)"(#loc29))):
      %130 = arith.addf %out, %in : f32 loc(#loc72)
      linalg.yield %130 : f32 loc(#loc72)
    } -> tensor<10xf32> loc(#loc72)
    %89 = linalg.generic {indexing_maps = [#map13, #map16, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%collapsed, %83 : tensor<?x64xf32>, tensor<?x10xf32>) outs(%56 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_14: f32 loc("grad(g)"(#loc29)), %out: f32 loc("grad(g)"(#loc29))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc72)
      %131 = arith.addf %out, %130 : f32 loc(#loc72)
      linalg.yield %131 : f32 loc(#loc72)
    } -> tensor<10x64xf32> loc(#loc72)
    %90 = linalg.generic {indexing_maps = [#map13, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg11, %83 : tensor<10x64xf32>, tensor<?x10xf32>) outs(%49 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("g.Wa"(#loc11)), %in_14: f32 loc("grad(g)"(#loc29)), %out: f32 loc("grad(g)"(#loc29))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc72)
      %131 = arith.addf %out, %130 : f32 loc(#loc72)
      linalg.yield %131 : f32 loc(#loc72)
    } -> tensor<?x64xf32> loc(#loc72)
    %91 = linalg.generic {indexing_maps = [#map13, #map2, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg10, %collapsed, %45 : tensor<10x64xf32>, tensor<?x64xf32>, tensor<?x10xf32>) outs(%49 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("f.Wb"(#loc10)), %in_14: f32 loc("flatten"(#loc24)), %in_15: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("grad(f)"(#loc28))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc73)
      %131 = arith.mulf %130, %in_15 : f32 loc(#loc73)
      %132 = arith.addf %out, %131 : f32 loc(#loc73)
      linalg.yield %132 : f32 loc(#loc73)
    } -> tensor<?x64xf32> loc(#loc73)
    %92 = linalg.generic {indexing_maps = [#map6, #map9, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg9, %arg9 : tensor<10x64x64xf32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("f.Wa"(#loc9)), %in_14: f32 loc("f.Wa"(#loc9)), %out: f32 loc("grad(f)"(#loc28))):
      %130 = arith.addf %in, %in_14 : f32 loc(#loc73)
      linalg.yield %130 : f32 loc(#loc73)
    } -> tensor<10x64x64xf32> loc(#loc73)
    %93 = linalg.generic {indexing_maps = [#map10, #map11, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%47, %92 : tensor<?x10x64xf32>, tensor<10x64x64xf32>) outs(%49 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("grad(f)"(#loc28)), %in_14: f32 loc("grad(f)"(#loc28)), %out: f32 loc("grad(f)"(#loc28))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc73)
      %131 = arith.addf %out, %130 : f32 loc(#loc73)
      linalg.yield %131 : f32 loc(#loc73)
    } -> tensor<?x64xf32> loc(#loc73)
    %94 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%8, %45 : tensor<?x10x1xf32>, tensor<?x10xf32>) outs(%3 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_14: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("grad(e)"(#loc27))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc74)
      %131 = arith.mulf %130, %cst_2 : f32 loc(#loc74)
      linalg.yield %131 : f32 loc(#loc74)
    } -> tensor<?x10x1xf32> loc(#loc74)
    %95 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%7, %45 : tensor<?x10x1xf32>, tensor<?x10xf32>) outs(%3 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_14: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("grad(e)"(#loc27))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc74)
      %131 = arith.mulf %130, %cst_2 : f32 loc(#loc74)
      linalg.yield %131 : f32 loc(#loc74)
    } -> tensor<?x10x1xf32> loc(#loc74)
    %96 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %95 : tensor<?x64xf32>, tensor<?x10x1xf32>) outs(%75 : tensor<10x1x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_14: f32 loc("grad(e)"(#loc27)), %out: f32 loc("grad(e)"(#loc27))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc74)
      %131 = arith.addf %out, %130 : f32 loc(#loc74)
      linalg.yield %131 : f32 loc(#loc74)
    } -> tensor<10x1x64xf32> loc(#loc74)
    %97 = linalg.generic {indexing_maps = [#map22, #map10, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%expanded_5, %95 : tensor<10x1x64xf32>, tensor<?x10x1xf32>) outs(%49 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_14: f32 loc("grad(e)"(#loc27)), %out: f32 loc("grad(e)"(#loc27))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc74)
      %131 = arith.addf %out, %130 : f32 loc(#loc74)
      linalg.yield %131 : f32 loc(#loc74)
    } -> tensor<?x64xf32> loc(#loc74)
    %98 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %94 : tensor<?x64xf32>, tensor<?x10x1xf32>) outs(%75 : tensor<10x1x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_14: f32 loc("grad(e)"(#loc27)), %out: f32 loc("grad(e)"(#loc27))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc74)
      %131 = arith.addf %out, %130 : f32 loc(#loc74)
      linalg.yield %131 : f32 loc(#loc74)
    } -> tensor<10x1x64xf32> loc(#loc74)
    %99 = linalg.generic {indexing_maps = [#map22, #map10, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%expanded_4, %94 : tensor<10x1x64xf32>, tensor<?x10x1xf32>) outs(%49 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_14: f32 loc("grad(e)"(#loc27)), %out: f32 loc("grad(e)"(#loc27))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc74)
      %131 = arith.addf %out, %130 : f32 loc(#loc74)
      linalg.yield %131 : f32 loc(#loc74)
    } -> tensor<?x64xf32> loc(#loc74)
    %collapsed_10 = tensor.collapse_shape %96 [[0], [1, 2]] : tensor<10x1x64xf32> into tensor<10x64xf32> loc(#loc74)
    %collapsed_11 = tensor.collapse_shape %98 [[0], [1, 2]] : tensor<10x1x64xf32> into tensor<10x64xf32> loc(#loc74)
    %100 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%5, %45 : tensor<?x10x1xf32>, tensor<?x10xf32>) outs(%3 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("d"(#loc26)), %in_14: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("grad(d)"(#loc26))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc75)
      %131 = arith.mulf %130, %cst : f32 loc(#loc75)
      linalg.yield %131 : f32 loc(#loc75)
    } -> tensor<?x10x1xf32> loc(#loc75)
    %101 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %100 : tensor<?x64xf32>, tensor<?x10x1xf32>) outs(%75 : tensor<10x1x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_14: f32 loc("grad(d)"(#loc26)), %out: f32 loc("grad(d)"(#loc26))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc75)
      %131 = arith.addf %out, %130 : f32 loc(#loc75)
      linalg.yield %131 : f32 loc(#loc75)
    } -> tensor<10x1x64xf32> loc(#loc75)
    %102 = linalg.generic {indexing_maps = [#map22, #map10, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%expanded, %100 : tensor<10x1x64xf32>, tensor<?x10x1xf32>) outs(%49 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("d"(#loc26)), %in_14: f32 loc("grad(d)"(#loc26)), %out: f32 loc("grad(d)"(#loc26))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc75)
      %131 = arith.addf %out, %130 : f32 loc(#loc75)
      linalg.yield %131 : f32 loc(#loc75)
    } -> tensor<?x64xf32> loc(#loc75)
    %collapsed_12 = tensor.collapse_shape %101 [[0], [1, 2]] : tensor<10x1x64xf32> into tensor<10x64xf32> loc(#loc75)
    %103 = linalg.generic {indexing_maps = [#map13, #map2, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg5, %collapsed, %45 : tensor<10x64xf32>, tensor<?x64xf32>, tensor<?x10xf32>) outs(%49 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("c.Wa"(#loc5)), %in_14: f32 loc("flatten"(#loc24)), %in_15: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("grad(c)"(#loc25))):
      %130 = arith.mulf %in, %in_14 : f32 loc(#loc76)
      %131 = arith.mulf %130, %in_15 : f32 loc(#loc76)
      %132 = arith.addf %out, %131 : f32 loc(#loc76)
      linalg.yield %132 : f32 loc(#loc76)
    } -> tensor<?x64xf32> loc(#loc76)
    %104 = linalg.generic {indexing_maps = [#map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%50, %51, %64, %65, %71, %77, %79, %82, %87, %90, %91, %93, %97, %99, %102, %103 : tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>) outs(%48 : tensor<?x64xf32>) {
    ^bb0(%in: f32 loc("grad(Neurons)"(#loc32)), %in_14: f32 loc("grad(Neurons)"(#loc32)), %in_15: f32 loc("grad(l)"(#loc31)), %in_16: f32 loc("grad(l)"(#loc31)), %in_17: f32 loc("grad(h)"(#loc30)), %in_18: f32 loc("grad(h)"(#loc30)), %in_19: f32 loc("grad(h)"(#loc30)), %in_20: f32 loc("grad(g)"(#loc29)), %in_21: f32 loc("grad(g)"(#loc29)), %in_22: f32 loc("grad(g)"(#loc29)), %in_23: f32 loc("grad(f)"(#loc28)), %in_24: f32 loc("grad(f)"(#loc28)), %in_25: f32 loc("grad(e)"(#loc27)), %in_26: f32 loc("grad(e)"(#loc27)), %in_27: f32 loc("grad(d)"(#loc26)), %in_28: f32 loc("grad(c)"(#loc25)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %130 = arith.mulf %in_28, %cst : f32 loc(#loc76)
      %131 = arith.mulf %in_24, %cst_2 : f32 loc(#loc73)
      %132 = arith.mulf %in_23, %cst : f32 loc(#loc73)
      %133 = arith.mulf %in_20, %cst : f32 loc(#loc72)
      %134 = arith.mulf %in_17, %cst_2 : f32 loc(#loc71)
      %135 = arith.mulf %in_16, %cst_2 : f32 loc(#loc70)
      %136 = arith.mulf %in_15, %cst_2 : f32 loc(#loc70)
      %137 = arith.addf %136, %135 : f32 loc(#loc70)
      %138 = arith.mulf %in_14, %cst_2 : f32 loc(#loc68)
      %139 = arith.mulf %in, %cst_2 : f32 loc(#loc68)
      %140 = arith.addf %139, %138 : f32 loc(#loc68)
      %141 = arith.addf %140, %137 : f32 loc(#loc77)
      %142 = arith.addf %141, %134 : f32 loc(#loc77)
      %143 = arith.addf %142, %in_18 : f32 loc(#loc77)
      %144 = arith.addf %143, %in_19 : f32 loc(#loc77)
      %145 = arith.addf %144, %133 : f32 loc(#loc77)
      %146 = arith.addf %145, %in_21 : f32 loc(#loc77)
      %147 = arith.addf %146, %in_22 : f32 loc(#loc77)
      %148 = arith.addf %147, %132 : f32 loc(#loc77)
      %149 = arith.addf %148, %131 : f32 loc(#loc77)
      %150 = arith.addf %149, %in_25 : f32 loc(#loc77)
      %151 = arith.addf %150, %in_26 : f32 loc(#loc77)
      %152 = arith.addf %151, %in_27 : f32 loc(#loc77)
      %153 = arith.addf %152, %130 : f32 loc(#loc77)
      linalg.yield %153 : f32 loc(#loc77)
    } -> tensor<?x64xf32> loc(#loc77)
    %expanded_13 = tensor.expand_shape %104 [[0], [1, 2]] output_shape [%arg47, 8, 8] : tensor<?x64xf32> into tensor<?x8x8xf32> loc(#loc77)
    %105 = linalg.generic {indexing_maps = [#map8, #map8, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%57, %67, %68 : tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>) outs(%55 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("grad(Neurons)"(#loc32)), %in_14: f32 loc("grad(l)"(#loc31)), %in_15: f32 loc("grad(l)"(#loc31)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %130 = arith.mulf %in, %cst_2 : f32 loc(#loc68)
      %131 = arith.addf %130, %in_14 : f32 loc(#loc78)
      %132 = arith.addf %131, %in_15 : f32 loc(#loc78)
      linalg.yield %132 : f32 loc(#loc78)
    } -> tensor<10x64xf32> loc(#loc78)
    %106 = bufferization.materialize_in_destination %31 in %arg23 : (tensor<?x10xf32>, tensor<?x10xf32>) -> tensor<?x10xf32> loc(#loc67)
    %107 = bufferization.materialize_in_destination %44 in %arg24 : (tensor<f32>, tensor<f32>) -> tensor<f32> loc(#loc79)
    %108 = bufferization.materialize_in_destination %54 in %arg25 : (tensor<10x64x64xf32>, tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc68)
    %109 = bufferization.materialize_in_destination %58 in %arg26 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc68)
    %110 = bufferization.materialize_in_destination %54 in %arg27 : (tensor<10x64x64xf32>, tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc68)
    %111 = bufferization.materialize_in_destination %81 in %arg28 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc72)
    %112 = bufferization.materialize_in_destination %collapsed_12 in %arg29 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc75)
    %113 = bufferization.materialize_in_destination %collapsed_11 in %arg30 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc74)
    %114 = bufferization.materialize_in_destination %collapsed_10 in %arg31 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc74)
    %115 = bufferization.materialize_in_destination %54 in %arg32 : (tensor<10x64x64xf32>, tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc68)
    %116 = bufferization.materialize_in_destination %81 in %arg33 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc72)
    %117 = bufferization.materialize_in_destination %89 in %arg34 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc72)
    %118 = bufferization.materialize_in_destination %86 in %arg35 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc72)
    %119 = bufferization.materialize_in_destination %81 in %arg36 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc72)
    %120 = bufferization.materialize_in_destination %88 in %arg37 : (tensor<10xf32>, tensor<10xf32>) -> tensor<10xf32> loc(#loc72)
    %121 = bufferization.materialize_in_destination %85 in %arg38 : (tensor<10xf32>, tensor<10xf32>) -> tensor<10xf32> loc(#loc72)
    %122 = bufferization.materialize_in_destination %62 in %arg39 : (tensor<10xf32>, tensor<10xf32>) -> tensor<10xf32> loc(#loc68)
    %123 = bufferization.materialize_in_destination %collapsed_9 in %arg40 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc71)
    %124 = bufferization.materialize_in_destination %collapsed_8 in %arg41 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc71)
    %125 = bufferization.materialize_in_destination %70 in %arg42 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc71)
    %126 = bufferization.materialize_in_destination %105 in %arg43 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc78)
    %127 = bufferization.materialize_in_destination %66 in %arg44 : (tensor<10x64x64xf32>, tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc70)
    %128 = bufferization.materialize_in_destination %62 in %arg45 : (tensor<10xf32>, tensor<10xf32>) -> tensor<10xf32> loc(#loc68)
    %129 = bufferization.materialize_in_destination %expanded_13 in %arg46 : (tensor<?x8x8xf32>, tensor<?x8x8xf32>) -> tensor<?x8x8xf32> loc(#loc77)
    return %106, %107, %108, %109, %110, %111, %112, %113, %114, %115, %116, %117, %118, %119, %120, %121, %122, %123, %124, %125, %126, %127, %128, %129 : tensor<?x10xf32>, tensor<f32>, tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64x64xf32>, tensor<10xf32>, tensor<?x8x8xf32> loc(#loc35)
  } loc(#loc35)
  func.func @grad_loss_f64(%arg0: tensor<?x8x8xf64> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "input", dnd.name = "image"} loc("image"(#loc1)), %arg1: tensor<?xi32> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "target", dnd.name = "label"} loc("loss"(#loc34)), %arg2: tensor<10x64x64xf64> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "param", dnd.name = "a.Wa"} loc("a.Wa"(#loc2)), %arg3: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 1 : i64, dnd.kind = "param", dnd.name = "a.Wb"} loc("a.Wb"(#loc3)), %arg4: tensor<10x64x64xf64> {bufferization.writable = false, dnd.index = 2 : i64, dnd.kind = "param", dnd.name = "b.Wa"} loc("b.Wa"(#loc4)), %arg5: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 3 : i64, dnd.kind = "param", dnd.name = "c.Wa"} loc("c.Wa"(#loc5)), %arg6: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 4 : i64, dnd.kind = "param", dnd.name = "d.Wa"} loc("d.Wa"(#loc6)), %arg7: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 5 : i64, dnd.kind = "param", dnd.name = "e.Wa"} loc("e.Wa"(#loc7)), %arg8: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 6 : i64, dnd.kind = "param", dnd.name = "e.Wb"} loc("e.Wb"(#loc8)), %arg9: tensor<10x64x64xf64> {bufferization.writable = false, dnd.index = 7 : i64, dnd.kind = "param", dnd.name = "f.Wa"} loc("f.Wa"(#loc9)), %arg10: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 8 : i64, dnd.kind = "param", dnd.name = "f.Wb"} loc("f.Wb"(#loc10)), %arg11: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 9 : i64, dnd.kind = "param", dnd.name = "g.Wa"} loc("g.Wa"(#loc11)), %arg12: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 10 : i64, dnd.kind = "param", dnd.name = "g.Wb"} loc("g.Wb"(#loc12)), %arg13: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 11 : i64, dnd.kind = "param", dnd.name = "g.Wc"} loc("g.Wc"(#loc13)), %arg14: tensor<10xf64> {bufferization.writable = false, dnd.index = 12 : i64, dnd.kind = "param", dnd.name = "g.ba"} loc("g.ba"(#loc14)), %arg15: tensor<10xf64> {bufferization.writable = false, dnd.index = 13 : i64, dnd.kind = "param", dnd.name = "g.bb"} loc("g.bb"(#loc15)), %arg16: tensor<10xf64> {bufferization.writable = false, dnd.index = 14 : i64, dnd.kind = "param", dnd.name = "g.bc"} loc("g.bc"(#loc16)), %arg17: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 15 : i64, dnd.kind = "param", dnd.name = "h.Wa"} loc("h.Wa"(#loc17)), %arg18: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 16 : i64, dnd.kind = "param", dnd.name = "h.Wb"} loc("h.Wb"(#loc18)), %arg19: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 17 : i64, dnd.kind = "param", dnd.name = "h.Wc"} loc("h.Wc"(#loc19)), %arg20: tensor<10x64xf64> {bufferization.writable = false, dnd.index = 18 : i64, dnd.kind = "param", dnd.name = "l.w"} loc("l.w"(#loc20)), %arg21: tensor<10x64x64xf64> {bufferization.writable = false, dnd.index = 19 : i64, dnd.kind = "param", dnd.name = "l.K"} loc("l.K"(#loc21)), %arg22: tensor<10xf64> {bufferization.writable = false, dnd.index = 20 : i64, dnd.kind = "param", dnd.name = "l.b"} loc("l.b"(#loc22)), %arg23: tensor<?x10xf64> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "output", dnd.name = "logits"} loc("Neurons"(#loc)), %arg24: tensor<f64> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "loss", dnd.name = "loss"} loc("Neurons"(#loc)), %arg25: tensor<10x64x64xf64> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "param_grad", dnd.name = "a.Wa"} loc("Neurons"(#loc)), %arg26: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 1 : i64, dnd.kind = "param_grad", dnd.name = "a.Wb"} loc("Neurons"(#loc)), %arg27: tensor<10x64x64xf64> {bufferization.writable = true, dnd.index = 2 : i64, dnd.kind = "param_grad", dnd.name = "b.Wa"} loc("Neurons"(#loc)), %arg28: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 3 : i64, dnd.kind = "param_grad", dnd.name = "c.Wa"} loc("Neurons"(#loc)), %arg29: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 4 : i64, dnd.kind = "param_grad", dnd.name = "d.Wa"} loc("Neurons"(#loc)), %arg30: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 5 : i64, dnd.kind = "param_grad", dnd.name = "e.Wa"} loc("Neurons"(#loc)), %arg31: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 6 : i64, dnd.kind = "param_grad", dnd.name = "e.Wb"} loc("Neurons"(#loc)), %arg32: tensor<10x64x64xf64> {bufferization.writable = true, dnd.index = 7 : i64, dnd.kind = "param_grad", dnd.name = "f.Wa"} loc("Neurons"(#loc)), %arg33: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 8 : i64, dnd.kind = "param_grad", dnd.name = "f.Wb"} loc("Neurons"(#loc)), %arg34: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 9 : i64, dnd.kind = "param_grad", dnd.name = "g.Wa"} loc("Neurons"(#loc)), %arg35: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 10 : i64, dnd.kind = "param_grad", dnd.name = "g.Wb"} loc("Neurons"(#loc)), %arg36: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 11 : i64, dnd.kind = "param_grad", dnd.name = "g.Wc"} loc("Neurons"(#loc)), %arg37: tensor<10xf64> {bufferization.writable = true, dnd.index = 12 : i64, dnd.kind = "param_grad", dnd.name = "g.ba"} loc("Neurons"(#loc)), %arg38: tensor<10xf64> {bufferization.writable = true, dnd.index = 13 : i64, dnd.kind = "param_grad", dnd.name = "g.bb"} loc("Neurons"(#loc)), %arg39: tensor<10xf64> {bufferization.writable = true, dnd.index = 14 : i64, dnd.kind = "param_grad", dnd.name = "g.bc"} loc("Neurons"(#loc)), %arg40: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 15 : i64, dnd.kind = "param_grad", dnd.name = "h.Wa"} loc("Neurons"(#loc)), %arg41: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 16 : i64, dnd.kind = "param_grad", dnd.name = "h.Wb"} loc("Neurons"(#loc)), %arg42: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 17 : i64, dnd.kind = "param_grad", dnd.name = "h.Wc"} loc("Neurons"(#loc)), %arg43: tensor<10x64xf64> {bufferization.writable = true, dnd.index = 18 : i64, dnd.kind = "param_grad", dnd.name = "l.w"} loc("Neurons"(#loc)), %arg44: tensor<10x64x64xf64> {bufferization.writable = true, dnd.index = 19 : i64, dnd.kind = "param_grad", dnd.name = "l.K"} loc("Neurons"(#loc)), %arg45: tensor<10xf64> {bufferization.writable = true, dnd.index = 20 : i64, dnd.kind = "param_grad", dnd.name = "l.b"} loc("Neurons"(#loc)), %arg46: tensor<?x8x8xf64> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "input_grad", dnd.name = "image"} loc("Neurons"(#loc)), %arg47: index {dnd.kind = "batch"} loc("Neurons"(#loc))) -> (tensor<?x10xf64> {dnd.index = 0 : i64, dnd.kind = "output", dnd.name = "logits"}, tensor<f64> {dnd.index = 0 : i64, dnd.kind = "loss", dnd.name = "loss"}, tensor<10x64x64xf64> {dnd.index = 0 : i64, dnd.kind = "param_grad", dnd.name = "a.Wa"}, tensor<10x64xf64> {dnd.index = 1 : i64, dnd.kind = "param_grad", dnd.name = "a.Wb"}, tensor<10x64x64xf64> {dnd.index = 2 : i64, dnd.kind = "param_grad", dnd.name = "b.Wa"}, tensor<10x64xf64> {dnd.index = 3 : i64, dnd.kind = "param_grad", dnd.name = "c.Wa"}, tensor<10x64xf64> {dnd.index = 4 : i64, dnd.kind = "param_grad", dnd.name = "d.Wa"}, tensor<10x64xf64> {dnd.index = 5 : i64, dnd.kind = "param_grad", dnd.name = "e.Wa"}, tensor<10x64xf64> {dnd.index = 6 : i64, dnd.kind = "param_grad", dnd.name = "e.Wb"}, tensor<10x64x64xf64> {dnd.index = 7 : i64, dnd.kind = "param_grad", dnd.name = "f.Wa"}, tensor<10x64xf64> {dnd.index = 8 : i64, dnd.kind = "param_grad", dnd.name = "f.Wb"}, tensor<10x64xf64> {dnd.index = 9 : i64, dnd.kind = "param_grad", dnd.name = "g.Wa"}, tensor<10x64xf64> {dnd.index = 10 : i64, dnd.kind = "param_grad", dnd.name = "g.Wb"}, tensor<10x64xf64> {dnd.index = 11 : i64, dnd.kind = "param_grad", dnd.name = "g.Wc"}, tensor<10xf64> {dnd.index = 12 : i64, dnd.kind = "param_grad", dnd.name = "g.ba"}, tensor<10xf64> {dnd.index = 13 : i64, dnd.kind = "param_grad", dnd.name = "g.bb"}, tensor<10xf64> {dnd.index = 14 : i64, dnd.kind = "param_grad", dnd.name = "g.bc"}, tensor<10x64xf64> {dnd.index = 15 : i64, dnd.kind = "param_grad", dnd.name = "h.Wa"}, tensor<10x64xf64> {dnd.index = 16 : i64, dnd.kind = "param_grad", dnd.name = "h.Wb"}, tensor<10x64xf64> {dnd.index = 17 : i64, dnd.kind = "param_grad", dnd.name = "h.Wc"}, tensor<10x64xf64> {dnd.index = 18 : i64, dnd.kind = "param_grad", dnd.name = "l.w"}, tensor<10x64x64xf64> {dnd.index = 19 : i64, dnd.kind = "param_grad", dnd.name = "l.K"}, tensor<10xf64> {dnd.index = 20 : i64, dnd.kind = "param_grad", dnd.name = "l.b"}, tensor<?x8x8xf64> {dnd.index = 0 : i64, dnd.kind = "input_grad", dnd.name = "image"}) {
    %cst = arith.constant 0.22222222222222221 : f64 loc(#loc23)
    %cst_0 = arith.constant 1.000000e+00 : f64 loc(#loc23)
    %cst_1 = arith.constant 0xFFF0000000000000 : f64 loc(#loc23)
    %cst_2 = arith.constant 0.1111111111111111 : f64 loc(#loc23)
    %cst_3 = arith.constant 0.000000e+00 : f64 loc(#loc23)
    %collapsed = tensor.collapse_shape %arg0 [[0], [1, 2]] : tensor<?x8x8xf64> into tensor<?x64xf64> loc(#loc58)
    %0 = tensor.empty(%arg47) : tensor<?x10xf64> loc(#loc59)
    %1 = linalg.fill ins(%cst_3 : f64) outs(%0 : tensor<?x10xf64>) -> tensor<?x10xf64> loc(#loc59)
    %2 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg5, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("c.Wa"(#loc5)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("c"(#loc25))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc59)
      %131 = arith.mulf %130, %in_14 : f64 loc(#loc59)
      %132 = arith.addf %out, %131 : f64 loc(#loc59)
      linalg.yield %132 : f64 loc(#loc59)
    } -> tensor<?x10xf64> loc(#loc59)
    %expanded = tensor.expand_shape %arg6 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf64> into tensor<10x1x64xf64> loc(#loc60)
    %3 = tensor.empty(%arg47) : tensor<?x10x1xf64> loc(#loc60)
    %4 = linalg.fill ins(%cst_3 : f64) outs(%3 : tensor<?x10x1xf64>) -> tensor<?x10x1xf64> loc(#loc60)
    %5 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded, %collapsed : tensor<10x1x64xf64>, tensor<?x64xf64>) outs(%4 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("d"(#loc26)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("d"(#loc26))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc60)
      %131 = arith.addf %out, %130 : f64 loc(#loc60)
      linalg.yield %131 : f64 loc(#loc60)
    } -> tensor<?x10x1xf64> loc(#loc60)
    %6 = linalg.generic {indexing_maps = [#map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%5 : tensor<?x10x1xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("d"(#loc26)), %out: f64 loc("c"(#loc25))):
      %130 = arith.mulf %in, %in : f64 loc(#loc60)
      %131 = arith.addf %out, %130 : f64 loc(#loc60)
      linalg.yield %131 : f64 loc(#loc60)
    } -> tensor<?x10xf64> loc(#loc60)
    %expanded_4 = tensor.expand_shape %arg7 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf64> into tensor<10x1x64xf64> loc(#loc61)
    %expanded_5 = tensor.expand_shape %arg8 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf64> into tensor<10x1x64xf64> loc(#loc61)
    %7 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_4, %collapsed : tensor<10x1x64xf64>, tensor<?x64xf64>) outs(%4 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("e"(#loc27)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("e"(#loc27))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc61)
      %131 = arith.addf %out, %130 : f64 loc(#loc61)
      linalg.yield %131 : f64 loc(#loc61)
    } -> tensor<?x10x1xf64> loc(#loc61)
    %8 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_5, %collapsed : tensor<10x1x64xf64>, tensor<?x64xf64>) outs(%4 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("e"(#loc27)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("e"(#loc27))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc61)
      %131 = arith.addf %out, %130 : f64 loc(#loc61)
      linalg.yield %131 : f64 loc(#loc61)
    } -> tensor<?x10x1xf64> loc(#loc61)
    %9 = linalg.generic {indexing_maps = [#map6, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%7, %8 : tensor<?x10x1xf64>, tensor<?x10x1xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("e"(#loc27)), %in_14: f64 loc("e"(#loc27)), %out: f64 loc("e"(#loc27))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc61)
      %131 = arith.addf %out, %130 : f64 loc(#loc61)
      linalg.yield %131 : f64 loc(#loc61)
    } -> tensor<?x10xf64> loc(#loc61)
    %10 = tensor.empty(%arg47) : tensor<?x10x64xf64> loc(#loc62)
    %11 = linalg.fill ins(%cst_3 : f64) outs(%10 : tensor<?x10x64xf64>) -> tensor<?x10x64xf64> loc(#loc62)
    %12 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%arg9, %collapsed : tensor<10x64x64xf64>, tensor<?x64xf64>) outs(%11 : tensor<?x10x64xf64>) {
    ^bb0(%in: f64 loc("f.Wa"(#loc9)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("f"(#loc28))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc62)
      %131 = arith.addf %out, %130 : f64 loc(#loc62)
      linalg.yield %131 : f64 loc(#loc62)
    } -> tensor<?x10x64xf64> loc(#loc62)
    %13 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%12, %collapsed : tensor<?x10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("f"(#loc28)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("f"(#loc28))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc62)
      %131 = arith.addf %out, %130 : f64 loc(#loc62)
      linalg.yield %131 : f64 loc(#loc62)
    } -> tensor<?x10xf64> loc(#loc62)
    %14 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg10, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("f.Wb"(#loc10)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("c"(#loc25))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc62)
      %131 = arith.mulf %130, %in_14 : f64 loc(#loc62)
      %132 = arith.addf %out, %131 : f64 loc(#loc62)
      linalg.yield %132 : f64 loc(#loc62)
    } -> tensor<?x10xf64> loc(#loc62)
    %15 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg11, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("g.Wa"(#loc11)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("g"(#loc29))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc63)
      %131 = arith.addf %out, %130 : f64 loc(#loc63)
      linalg.yield %131 : f64 loc(#loc63)
    } -> tensor<?x10xf64> loc(#loc63)
    %16 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg12, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("g.Wb"(#loc12)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("g"(#loc29))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc63)
      %131 = arith.addf %out, %130 : f64 loc(#loc63)
      linalg.yield %131 : f64 loc(#loc63)
    } -> tensor<?x10xf64> loc(#loc63)
    %17 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg13, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("g.Wc"(#loc13)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("c"(#loc25))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc63)
      %131 = arith.mulf %130, %in_14 : f64 loc(#loc63)
      %132 = arith.addf %out, %131 : f64 loc(#loc63)
      linalg.yield %132 : f64 loc(#loc63)
    } -> tensor<?x10xf64> loc(#loc63)
    %expanded_6 = tensor.expand_shape %arg17 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf64> into tensor<10x1x64xf64> loc(#loc64)
    %expanded_7 = tensor.expand_shape %arg18 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf64> into tensor<10x1x64xf64> loc(#loc64)
    %18 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_6, %collapsed : tensor<10x1x64xf64>, tensor<?x64xf64>) outs(%4 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("h"(#loc30)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("h"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc64)
      %131 = arith.addf %out, %130 : f64 loc(#loc64)
      linalg.yield %131 : f64 loc(#loc64)
    } -> tensor<?x10x1xf64> loc(#loc64)
    %19 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_7, %collapsed : tensor<10x1x64xf64>, tensor<?x64xf64>) outs(%4 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("h"(#loc30)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("h"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc64)
      %131 = arith.addf %out, %130 : f64 loc(#loc64)
      linalg.yield %131 : f64 loc(#loc64)
    } -> tensor<?x10x1xf64> loc(#loc64)
    %20 = linalg.generic {indexing_maps = [#map6, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%18, %19 : tensor<?x10x1xf64>, tensor<?x10x1xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("h"(#loc30)), %in_14: f64 loc("h"(#loc30)), %out: f64 loc("h"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc64)
      %131 = arith.addf %out, %130 : f64 loc(#loc64)
      linalg.yield %131 : f64 loc(#loc64)
    } -> tensor<?x10xf64> loc(#loc64)
    %21 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg19, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("h.Wc"(#loc19)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("h"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc64)
      %131 = arith.addf %out, %130 : f64 loc(#loc64)
      linalg.yield %131 : f64 loc(#loc64)
    } -> tensor<?x10xf64> loc(#loc64)
    %22 = tensor.empty() : tensor<10x64x64xf64> loc(#loc65)
    %23 = linalg.generic {indexing_maps = [#map6, #map2, #map1, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg21, %arg20, %arg20 : tensor<10x64x64xf64>, tensor<10x64xf64>, tensor<10x64xf64>) outs(%22 : tensor<10x64x64xf64>) {
    ^bb0(%in: f64 loc("l.K"(#loc21)), %in_14: f64 loc("l.w"(#loc20)), %in_15: f64 loc("l.w"(#loc20)), %out: f64 loc("l"(#loc31))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc65)
      %131 = arith.mulf %130, %in_15 : f64 loc(#loc65)
      linalg.yield %131 : f64 loc(#loc65)
    } -> tensor<10x64x64xf64> loc(#loc65)
    %24 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%23, %collapsed : tensor<10x64x64xf64>, tensor<?x64xf64>) outs(%11 : tensor<?x10x64xf64>) {
    ^bb0(%in: f64 loc("l"(#loc31)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("l"(#loc31))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc65)
      %131 = arith.addf %out, %130 : f64 loc(#loc65)
      linalg.yield %131 : f64 loc(#loc65)
    } -> tensor<?x10x64xf64> loc(#loc65)
    %25 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%24, %collapsed : tensor<?x10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("l"(#loc31)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("l"(#loc31))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc65)
      %131 = arith.addf %out, %130 : f64 loc(#loc65)
      linalg.yield %131 : f64 loc(#loc65)
    } -> tensor<?x10xf64> loc(#loc65)
    %26 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg20, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("l.w"(#loc20)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("l"(#loc31))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc65)
      %131 = arith.addf %out, %130 : f64 loc(#loc65)
      linalg.yield %131 : f64 loc(#loc65)
    } -> tensor<?x10xf64> loc(#loc65)
    %27 = linalg.generic {indexing_maps = [#map6, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg2, %arg4 : tensor<10x64x64xf64>, tensor<10x64x64xf64>) outs(%22 : tensor<10x64x64xf64>) {
    ^bb0(%in: f64 loc("a.Wa"(#loc2)), %in_14: f64 loc("b.Wa"(#loc4)), %out: f64 loc("Neurons"(#loc32))):
      %130 = arith.addf %in, %in_14 : f64 loc(#loc66)
      linalg.yield %130 : f64 loc(#loc66)
    } -> tensor<10x64x64xf64> loc(#loc66)
    %28 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%27, %collapsed : tensor<10x64x64xf64>, tensor<?x64xf64>) outs(%11 : tensor<?x10x64xf64>) {
    ^bb0(%in: f64 loc("Neurons"(#loc32)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("Neurons"(#loc32))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc66)
      %131 = arith.addf %out, %130 : f64 loc(#loc66)
      linalg.yield %131 : f64 loc(#loc66)
    } -> tensor<?x10x64xf64> loc(#loc66)
    %29 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%28, %collapsed : tensor<?x10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("Neurons"(#loc32)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("Neurons"(#loc32))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc66)
      %131 = arith.addf %out, %130 : f64 loc(#loc66)
      linalg.yield %131 : f64 loc(#loc66)
    } -> tensor<?x10xf64> loc(#loc66)
    %30 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg3, %collapsed : tensor<10x64xf64>, tensor<?x64xf64>) outs(%1 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("a.Wb"(#loc3)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("Neurons"(#loc32))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc66)
      %131 = arith.addf %out, %130 : f64 loc(#loc66)
      linalg.yield %131 : f64 loc(#loc66)
    } -> tensor<?x10xf64> loc(#loc66)
    %31 = linalg.generic {indexing_maps = [#map7, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map7, #map8, #map7, #map8, #map8, #map8, #map7, #map8, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg16, %29, %30, %2, %6, %9, %13, %14, %15, %arg14, %16, %arg15, %17, %20, %21, %arg22, %25, %26 : tensor<10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<10xf64>, tensor<?x10xf64>, tensor<10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<?x10xf64>, tensor<10xf64>, tensor<?x10xf64>, tensor<?x10xf64>) outs(%0 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("g.bc"(#loc16)), %in_14: f64 loc("Neurons"(#loc32)), %in_15: f64 loc("Neurons"(#loc32)), %in_16: f64 loc("c"(#loc25)), %in_17: f64 loc("d"(#loc26)), %in_18: f64 loc("e"(#loc27)), %in_19: f64 loc("f"(#loc28)), %in_20: f64 loc("f"(#loc28)), %in_21: f64 loc("g"(#loc29)), %in_22: f64 loc("g.ba"(#loc14)), %in_23: f64 loc("g"(#loc29)), %in_24: f64 loc("g.bb"(#loc15)), %in_25: f64 loc("g"(#loc29)), %in_26: f64 loc("h"(#loc30)), %in_27: f64 loc("h"(#loc30)), %in_28: f64 loc("l.b"(#loc22)), %in_29: f64 loc("l"(#loc31)), %in_30: f64 loc("l"(#loc31)), %out: f64 loc("c"(#loc25))):
      %130 = arith.addf %in_29, %in_30 : f64 loc(#loc65)
      %131 = arith.addf %in_28, %130 : f64 loc(#loc65)
      %132 = arith.addf %in_26, %in_27 : f64 loc(#loc64)
      %133 = arith.addf %in_23, %in_24 : f64 loc(#loc63)
      %134 = arith.addf %in_21, %in_22 : f64 loc(#loc63)
      %135 = arith.mulf %134, %133 : f64 loc(#loc63)
      %136 = arith.addf %in_14, %in_15 : f64 loc(#loc66)
      %137 = arith.addf %in, %136 : f64 loc(#loc66)
      %138 = arith.addf %137, %in_16 : f64 loc(#loc67)
      %139 = arith.addf %138, %in_17 : f64 loc(#loc67)
      %140 = arith.addf %139, %in_18 : f64 loc(#loc67)
      %141 = arith.addf %140, %in_19 : f64 loc(#loc67)
      %142 = arith.addf %141, %in_20 : f64 loc(#loc67)
      %143 = arith.addf %142, %135 : f64 loc(#loc67)
      %144 = arith.addf %143, %in_25 : f64 loc(#loc67)
      %145 = arith.addf %144, %132 : f64 loc(#loc67)
      %146 = arith.addf %145, %131 : f64 loc(#loc67)
      %147 = arith.mulf %146, %cst_2 : f64 loc(#loc67)
      linalg.yield %147 : f64 loc(#loc67)
    } -> tensor<?x10xf64> loc(#loc67)
    %32 = tensor.empty(%arg47) : tensor<?xf64> loc(#loc79)
    %33 = linalg.fill ins(%cst_1 : f64) outs(%32 : tensor<?xf64>) -> tensor<?xf64> loc(#loc79)
    %34 = linalg.generic {indexing_maps = [#map8, #map18], iterator_types = ["parallel", "reduction"]} ins(%31 : tensor<?x10xf64>) outs(%33 : tensor<?xf64>) {
    ^bb0(%in: f64 loc("Neurons"(#loc33)), %out: f64 loc("loss"(#loc34))):
      %130 = arith.maximumf %in, %out : f64 loc(#loc79)
      linalg.yield %130 : f64 loc(#loc79)
    } -> tensor<?xf64> loc(#loc79)
    %35 = linalg.fill ins(%cst_3 : f64) outs(%32 : tensor<?xf64>) -> tensor<?xf64> loc(#loc79)
    %36 = linalg.generic {indexing_maps = [#map8, #map18, #map18], iterator_types = ["parallel", "reduction"]} ins(%31, %34 : tensor<?x10xf64>, tensor<?xf64>) outs(%35 : tensor<?xf64>) {
    ^bb0(%in: f64 loc("Neurons"(#loc33)), %in_14: f64 loc("loss"(#loc34)), %out: f64 loc("loss"(#loc34))):
      %130 = arith.subf %in, %in_14 : f64 loc(#loc79)
      %131 = math.exp %130 : f64 loc(#loc79)
      %132 = arith.addf %out, %131 : f64 loc(#loc79)
      linalg.yield %132 : f64 loc(#loc79)
    } -> tensor<?xf64> loc(#loc79)
    %37 = linalg.generic {indexing_maps = [#map19, #map19, #map19, #map19], iterator_types = ["parallel"]} ins(%arg1, %34, %36 : tensor<?xi32>, tensor<?xf64>, tensor<?xf64>) outs(%32 : tensor<?xf64>) {
    ^bb0(%in: i32 loc("loss"(#loc34)), %in_14: f64 loc("loss"(#loc34)), %in_15: f64 loc("loss"(#loc34)), %out: f64 loc("loss"(#loc34))):
      %130 = linalg.index 0 : index loc(#loc79)
      %131 = arith.index_cast %in : i32 to index loc(#loc79)
      %extracted = tensor.extract %31[%130, %131] : tensor<?x10xf64> loc(#loc79)
      %132 = arith.subf %in_14, %extracted : f64 loc(#loc79)
      %133 = math.log %in_15 : f64 loc(#loc79)
      %134 = arith.addf %132, %133 : f64 loc(#loc79)
      linalg.yield %134 : f64 loc(#loc79)
    } -> tensor<?xf64> loc(#loc79)
    %38 = arith.index_cast %arg47 : index to i64 loc(#loc79)
    %39 = arith.sitofp %38 : i64 to f64 loc(#loc79)
    %40 = arith.divf %cst_0, %39 : f64 loc(#loc79)
    %41 = tensor.empty() : tensor<f64> loc(#loc79)
    %42 = linalg.fill ins(%cst_3 : f64) outs(%41 : tensor<f64>) -> tensor<f64> loc(#loc79)
    %43 = linalg.generic {indexing_maps = [#map19, #map23], iterator_types = ["reduction"]} ins(%37 : tensor<?xf64>) outs(%42 : tensor<f64>) {
    ^bb0(%in: f64 loc("loss"(#loc34)), %out: f64 loc("loss"(#loc34))):
      %130 = arith.addf %out, %in : f64 loc(#loc79)
      linalg.yield %130 : f64 loc(#loc79)
    } -> tensor<f64> loc(#loc79)
    %44 = linalg.generic {indexing_maps = [#map24, #map24], iterator_types = []} ins(%43 : tensor<f64>) outs(%41 : tensor<f64>) {
    ^bb0(%in: f64 loc("loss"(#loc34)), %out: f64 loc("loss"(#loc34))):
      %130 = arith.mulf %in, %40 : f64 loc(#loc79)
      linalg.yield %130 : f64 loc(#loc79)
    } -> tensor<f64> loc(#loc79)
    %45 = linalg.generic {indexing_maps = [#map8, #map18, #map18, #map18, #map8], iterator_types = ["parallel", "parallel"]} ins(%31, %34, %36, %arg1 : tensor<?x10xf64>, tensor<?xf64>, tensor<?xf64>, tensor<?xi32>) outs(%0 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("Neurons"(#loc33)), %in_14: f64 loc("loss"(#loc34)), %in_15: f64 loc("loss"(#loc34)), %in_16: i32 loc("loss"(#loc34)), %out: f64 loc("c"(#loc25))):
      %130 = arith.subf %in, %in_14 : f64 loc(#loc80)
      %131 = math.exp %130 : f64 loc(#loc80)
      %132 = arith.divf %131, %in_15 : f64 loc(#loc80)
      %133 = linalg.index 1 : index loc(#loc80)
      %134 = arith.index_cast %in_16 : i32 to index loc(#loc80)
      %135 = arith.cmpi eq, %133, %134 : index loc(#loc80)
      %136 = arith.uitofp %135 : i1 to f64 loc(#loc80)
      %137 = arith.subf %132, %136 : f64 loc(#loc80)
      %138 = arith.mulf %40, %137 : f64 loc(#loc80)
      linalg.yield %138 : f64 loc(#loc80)
    } -> tensor<?x10xf64> loc(#loc80)
    %46 = linalg.generic {indexing_maps = [#map6, #map6, #map9, #map9, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg2, %arg4, %arg2, %arg4 : tensor<10x64x64xf64>, tensor<10x64x64xf64>, tensor<10x64x64xf64>, tensor<10x64x64xf64>) outs(%22 : tensor<10x64x64xf64>) {
    ^bb0(%in: f64 loc("a.Wa"(#loc2)), %in_14: f64 loc("b.Wa"(#loc4)), %in_15: f64 loc("a.Wa"(#loc2)), %in_16: f64 loc("b.Wa"(#loc4)), %out: f64 loc("l"(#loc31))):
      %130 = arith.addf %in_15, %in_16 : f64 loc(#loc66)
      %131 = arith.addf %in, %in_14 : f64 loc(#loc66)
      %132 = arith.addf %131, %130 : f64 loc(#loc68)
      linalg.yield %132 : f64 loc(#loc68)
    } -> tensor<10x64x64xf64> loc(#loc68)
    %47 = linalg.generic {indexing_maps = [#map2, #map1, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%45, %collapsed : tensor<?x10xf64>, tensor<?x64xf64>) outs(%10 : tensor<?x10x64xf64>) {
    ^bb0(%in: f64 loc("grad(loss)"(#loc34)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc68)
      linalg.yield %130 : f64 loc(#loc68)
    } -> tensor<?x10x64xf64> loc(#loc68)
    %48 = tensor.empty(%arg47) : tensor<?x64xf64> loc(#loc68)
    %49 = linalg.fill ins(%cst_3 : f64) outs(%48 : tensor<?x64xf64>) -> tensor<?x64xf64> loc(#loc68)
    %50 = linalg.generic {indexing_maps = [#map10, #map11, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%47, %46 : tensor<?x10x64xf64>, tensor<10x64x64xf64>) outs(%49 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("grad(Neurons)"(#loc32)), %in_14: f64 loc("grad(Neurons)"(#loc32)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc68)
      %131 = arith.addf %out, %130 : f64 loc(#loc68)
      linalg.yield %131 : f64 loc(#loc68)
    } -> tensor<?x64xf64> loc(#loc68)
    %51 = linalg.generic {indexing_maps = [#map1, #map13, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%45, %arg3 : tensor<?x10xf64>, tensor<10x64xf64>) outs(%49 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("grad(loss)"(#loc34)), %in_14: f64 loc("a.Wb"(#loc3)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc68)
      %131 = arith.addf %out, %130 : f64 loc(#loc68)
      linalg.yield %131 : f64 loc(#loc68)
    } -> tensor<?x64xf64> loc(#loc68)
    %52 = linalg.generic {indexing_maps = [#map2, #map1, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%45, %collapsed : tensor<?x10xf64>, tensor<?x64xf64>) outs(%10 : tensor<?x10x64xf64>) {
    ^bb0(%in: f64 loc("grad(loss)"(#loc34)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %130 = arith.mulf %in, %cst_2 : f64 loc(#loc69)
      %131 = arith.mulf %130, %in_14 : f64 loc(#loc68)
      linalg.yield %131 : f64 loc(#loc68)
    } -> tensor<?x10x64xf64> loc(#loc68)
    %53 = linalg.fill ins(%cst_3 : f64) outs(%22 : tensor<10x64x64xf64>) -> tensor<10x64x64xf64> loc(#loc68)
    %54 = linalg.generic {indexing_maps = [#map14, #map15, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%52, %collapsed : tensor<?x10x64xf64>, tensor<?x64xf64>) outs(%53 : tensor<10x64x64xf64>) {
    ^bb0(%in: f64 loc("grad(Neurons)"(#loc32)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc68)
      %131 = arith.addf %out, %130 : f64 loc(#loc68)
      linalg.yield %131 : f64 loc(#loc68)
    } -> tensor<10x64x64xf64> loc(#loc68)
    %55 = tensor.empty() : tensor<10x64xf64> loc(#loc68)
    %56 = linalg.fill ins(%cst_3 : f64) outs(%55 : tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc68)
    %57 = linalg.generic {indexing_maps = [#map16, #map13, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%45, %collapsed : tensor<?x10xf64>, tensor<?x64xf64>) outs(%56 : tensor<10x64xf64>) {
    ^bb0(%in: f64 loc("grad(loss)"(#loc34)), %in_14: f64 loc("flatten"(#loc24)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc68)
      %131 = arith.addf %out, %130 : f64 loc(#loc68)
      linalg.yield %131 : f64 loc(#loc68)
    } -> tensor<10x64xf64> loc(#loc68)
    %58 = linalg.generic {indexing_maps = [#map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%57 : tensor<10x64xf64>) outs(%55 : tensor<10x64xf64>) {
    ^bb0(%in: f64 loc("grad(Neurons)"(#loc32)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %130 = arith.mulf %in, %cst_2 : f64 loc(#loc68)
      linalg.yield %130 : f64 loc(#loc68)
    } -> tensor<10x64xf64> loc(#loc68)
    %59 = tensor.empty() : tensor<10xf64> loc(#loc68)
    %60 = linalg.fill ins(%cst_3 : f64) outs(%59 : tensor<10xf64>) -> tensor<10xf64> loc(#loc68)
    %61 = linalg.generic {indexing_maps = [#map17, #map18], iterator_types = ["parallel", "reduction"]} ins(%45 : tensor<?x10xf64>) outs(%60 : tensor<10xf64>) {
    ^bb0(%in: f64 loc("grad(loss)"(#loc34)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %130 = arith.addf %out, %in : f64 loc(#loc68)
      linalg.yield %130 : f64 loc(#loc68)
    } -> tensor<10xf64> loc(#loc68)
    %62 = linalg.generic {indexing_maps = [#map19, #map19], iterator_types = ["parallel"]} ins(%61 : tensor<10xf64>) outs(%59 : tensor<10xf64>) {
    ^bb0(%in: f64 loc("grad(Neurons)"(#loc32)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %130 = arith.mulf %in, %cst_2 : f64 loc(#loc68)
      linalg.yield %130 : f64 loc(#loc68)
    } -> tensor<10xf64> loc(#loc68)
    %63 = linalg.generic {indexing_maps = [#map6, #map9, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%23, %23 : tensor<10x64x64xf64>, tensor<10x64x64xf64>) outs(%22 : tensor<10x64x64xf64>) {
    ^bb0(%in: f64 loc("l"(#loc31)), %in_14: f64 loc("l"(#loc31)), %out: f64 loc("grad(l)"(#loc31))):
      %130 = arith.addf %in, %in_14 : f64 loc(#loc70)
      linalg.yield %130 : f64 loc(#loc70)
    } -> tensor<10x64x64xf64> loc(#loc70)
    %64 = linalg.generic {indexing_maps = [#map10, #map11, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%47, %63 : tensor<?x10x64xf64>, tensor<10x64x64xf64>) outs(%49 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("grad(l)"(#loc31)), %in_14: f64 loc("grad(l)"(#loc31)), %out: f64 loc("grad(l)"(#loc31))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc70)
      %131 = arith.addf %out, %130 : f64 loc(#loc70)
      linalg.yield %131 : f64 loc(#loc70)
    } -> tensor<?x64xf64> loc(#loc70)
    %65 = linalg.generic {indexing_maps = [#map1, #map13, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%45, %arg20 : tensor<?x10xf64>, tensor<10x64xf64>) outs(%49 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("grad(loss)"(#loc34)), %in_14: f64 loc("l.w"(#loc20)), %out: f64 loc("grad(l)"(#loc31))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc70)
      %131 = arith.addf %out, %130 : f64 loc(#loc70)
      linalg.yield %131 : f64 loc(#loc70)
    } -> tensor<?x64xf64> loc(#loc70)
    %66 = linalg.generic {indexing_maps = [#map2, #map1, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg20, %arg20, %54 : tensor<10x64xf64>, tensor<10x64xf64>, tensor<10x64x64xf64>) outs(%22 : tensor<10x64x64xf64>) {
    ^bb0(%in: f64 loc("l.w"(#loc20)), %in_14: f64 loc("l.w"(#loc20)), %in_15: f64 loc("grad(Neurons)"(#loc32)), %out: f64 loc("grad(l)"(#loc31))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc70)
      %131 = arith.mulf %130, %in_15 : f64 loc(#loc70)
      linalg.yield %131 : f64 loc(#loc70)
    } -> tensor<10x64x64xf64> loc(#loc70)
    %67 = linalg.generic {indexing_maps = [#map6, #map1, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg21, %arg20, %54 : tensor<10x64x64xf64>, tensor<10x64xf64>, tensor<10x64x64xf64>) outs(%56 : tensor<10x64xf64>) {
    ^bb0(%in: f64 loc("l.K"(#loc21)), %in_14: f64 loc("l.w"(#loc20)), %in_15: f64 loc("grad(Neurons)"(#loc32)), %out: f64 loc("grad(l)"(#loc31))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc70)
      %131 = arith.mulf %130, %in_15 : f64 loc(#loc70)
      %132 = arith.addf %out, %131 : f64 loc(#loc70)
      linalg.yield %132 : f64 loc(#loc70)
    } -> tensor<10x64xf64> loc(#loc70)
    %68 = linalg.generic {indexing_maps = [#map9, #map1, #map9, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg21, %arg20, %54 : tensor<10x64x64xf64>, tensor<10x64xf64>, tensor<10x64x64xf64>) outs(%56 : tensor<10x64xf64>) {
    ^bb0(%in: f64 loc("l.K"(#loc21)), %in_14: f64 loc("l.w"(#loc20)), %in_15: f64 loc("grad(Neurons)"(#loc32)), %out: f64 loc("grad(l)"(#loc31))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc70)
      %131 = arith.mulf %130, %in_15 : f64 loc(#loc70)
      %132 = arith.addf %out, %131 : f64 loc(#loc70)
      linalg.yield %132 : f64 loc(#loc70)
    } -> tensor<10x64xf64> loc(#loc70)
    %69 = linalg.generic {indexing_maps = [#map13, #map16, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%collapsed, %45 : tensor<?x64xf64>, tensor<?x10xf64>) outs(%56 : tensor<10x64xf64>) {
    ^bb0(%in: f64 loc("flatten"(#loc24)), %in_14: f64 loc("grad(loss)"(#loc34)), %out: f64 loc("grad(h)"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc71)
      %131 = arith.addf %out, %130 : f64 loc(#loc71)
      linalg.yield %131 : f64 loc(#loc71)
    } -> tensor<10x64xf64> loc(#loc71)
    %70 = linalg.generic {indexing_maps = [#map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%69 : tensor<10x64xf64>) outs(%55 : tensor<10x64xf64>) {
    ^bb0(%in: f64 loc("grad(h)"(#loc30)), %out: f64 loc("grad(h)"(#loc30))):
      %130 = arith.mulf %in, %cst_2 : f64 loc(#loc71)
      linalg.yield %130 : f64 loc(#loc71)
    } -> tensor<10x64xf64> loc(#loc71)
    %71 = linalg.generic {indexing_maps = [#map13, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg19, %45 : tensor<10x64xf64>, tensor<?x10xf64>) outs(%49 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("h.Wc"(#loc19)), %in_14: f64 loc("grad(loss)"(#loc34)), %out: f64 loc("grad(h)"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc71)
      %131 = arith.addf %out, %130 : f64 loc(#loc71)
      linalg.yield %131 : f64 loc(#loc71)
    } -> tensor<?x64xf64> loc(#loc71)
    %72 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%19, %45 : tensor<?x10x1xf64>, tensor<?x10xf64>) outs(%3 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("h"(#loc30)), %in_14: f64 loc("grad(loss)"(#loc34)), %out: f64 loc("grad(h)"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc71)
      %131 = arith.mulf %130, %cst_2 : f64 loc(#loc71)
      linalg.yield %131 : f64 loc(#loc71)
    } -> tensor<?x10x1xf64> loc(#loc71)
    %73 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%18, %45 : tensor<?x10x1xf64>, tensor<?x10xf64>) outs(%3 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("h"(#loc30)), %in_14: f64 loc("grad(loss)"(#loc34)), %out: f64 loc("grad(h)"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc71)
      %131 = arith.mulf %130, %cst_2 : f64 loc(#loc71)
      linalg.yield %131 : f64 loc(#loc71)
    } -> tensor<?x10x1xf64> loc(#loc71)
    %74 = tensor.empty() : tensor<10x1x64xf64> loc(#loc71)
    %75 = linalg.fill ins(%cst_3 : f64) outs(%74 : tensor<10x1x64xf64>) -> tensor<10x1x64xf64> loc(#loc71)
    %76 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %73 : tensor<?x64xf64>, tensor<?x10x1xf64>) outs(%75 : tensor<10x1x64xf64>) {
    ^bb0(%in: f64 loc("flatten"(#loc24)), %in_14: f64 loc("grad(h)"(#loc30)), %out: f64 loc("grad(h)"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc71)
      %131 = arith.addf %out, %130 : f64 loc(#loc71)
      linalg.yield %131 : f64 loc(#loc71)
    } -> tensor<10x1x64xf64> loc(#loc71)
    %77 = linalg.generic {indexing_maps = [#map22, #map10, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%expanded_7, %73 : tensor<10x1x64xf64>, tensor<?x10x1xf64>) outs(%49 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("h"(#loc30)), %in_14: f64 loc("grad(h)"(#loc30)), %out: f64 loc("grad(h)"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc71)
      %131 = arith.addf %out, %130 : f64 loc(#loc71)
      linalg.yield %131 : f64 loc(#loc71)
    } -> tensor<?x64xf64> loc(#loc71)
    %78 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %72 : tensor<?x64xf64>, tensor<?x10x1xf64>) outs(%75 : tensor<10x1x64xf64>) {
    ^bb0(%in: f64 loc("flatten"(#loc24)), %in_14: f64 loc("grad(h)"(#loc30)), %out: f64 loc("grad(h)"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc71)
      %131 = arith.addf %out, %130 : f64 loc(#loc71)
      linalg.yield %131 : f64 loc(#loc71)
    } -> tensor<10x1x64xf64> loc(#loc71)
    %79 = linalg.generic {indexing_maps = [#map22, #map10, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%expanded_6, %72 : tensor<10x1x64xf64>, tensor<?x10x1xf64>) outs(%49 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("h"(#loc30)), %in_14: f64 loc("grad(h)"(#loc30)), %out: f64 loc("grad(h)"(#loc30))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc71)
      %131 = arith.addf %out, %130 : f64 loc(#loc71)
      linalg.yield %131 : f64 loc(#loc71)
    } -> tensor<?x64xf64> loc(#loc71)
    %collapsed_8 = tensor.collapse_shape %76 [[0], [1, 2]] : tensor<10x1x64xf64> into tensor<10x64xf64> loc(#loc71)
    %collapsed_9 = tensor.collapse_shape %78 [[0], [1, 2]] : tensor<10x1x64xf64> into tensor<10x64xf64> loc(#loc71)
    %80 = linalg.generic {indexing_maps = [#map13, #map16, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%collapsed, %45 : tensor<?x64xf64>, tensor<?x10xf64>) outs(%56 : tensor<10x64xf64>) {
    ^bb0(%in: f64 loc("flatten"(#loc24)), %in_14: f64 loc("grad(loss)"(#loc34)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %130 = arith.mulf %in, %in : f64 loc(#loc72)
      %131 = arith.mulf %130, %in_14 : f64 loc(#loc72)
      %132 = arith.addf %out, %131 : f64 loc(#loc72)
      linalg.yield %132 : f64 loc(#loc72)
    } -> tensor<10x64xf64> loc(#loc72)
    %81 = linalg.generic {indexing_maps = [#map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%80 : tensor<10x64xf64>) outs(%55 : tensor<10x64xf64>) {
    ^bb0(%in: f64 loc("grad(g)"(#loc29)), %out: f64 loc("grad(g)"(#loc29))):
      %130 = arith.mulf %in, %cst_2 : f64 loc(#loc72)
      linalg.yield %130 : f64 loc(#loc72)
    } -> tensor<10x64xf64> loc(#loc72)
    %82 = linalg.generic {indexing_maps = [#map13, #map2, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg13, %collapsed, %45 : tensor<10x64xf64>, tensor<?x64xf64>, tensor<?x10xf64>) outs(%49 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("g.Wc"(#loc13)), %in_14: f64 loc("flatten"(#loc24)), %in_15: f64 loc("grad(loss)"(#loc34)), %out: f64 loc("grad(g)"(#loc29))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc72)
      %131 = arith.mulf %130, %in_15 : f64 loc(#loc72)
      %132 = arith.addf %out, %131 : f64 loc(#loc72)
      linalg.yield %132 : f64 loc(#loc72)
    } -> tensor<?x64xf64> loc(#loc72)
    %83 = linalg.generic {indexing_maps = [#map8, #map7, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%16, %arg15, %45 : tensor<?x10xf64>, tensor<10xf64>, tensor<?x10xf64>) outs(%0 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("g"(#loc29)), %in_14: f64 loc("g.bb"(#loc15)), %in_15: f64 loc("grad(loss)"(#loc34)), %out: f64 loc("c"(#loc25))):
      %130 = arith.addf %in, %in_14 : f64 loc(#loc63)
      %131 = arith.mulf %130, %in_15 : f64 loc(#loc72)
      %132 = arith.mulf %131, %cst_2 : f64 loc(#loc72)
      linalg.yield %132 : f64 loc(#loc72)
    } -> tensor<?x10xf64> loc(#loc72)
    %84 = linalg.generic {indexing_maps = [#map8, #map7, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%15, %arg14, %45 : tensor<?x10xf64>, tensor<10xf64>, tensor<?x10xf64>) outs(%0 : tensor<?x10xf64>) {
    ^bb0(%in: f64 loc("g"(#loc29)), %in_14: f64 loc("g.ba"(#loc14)), %in_15: f64 loc("grad(loss)"(#loc34)), %out: f64 loc("c"(#loc25))):
      %130 = arith.addf %in, %in_14 : f64 loc(#loc63)
      %131 = arith.mulf %130, %in_15 : f64 loc(#loc72)
      %132 = arith.mulf %131, %cst_2 : f64 loc(#loc72)
      linalg.yield %132 : f64 loc(#loc72)
    } -> tensor<?x10xf64> loc(#loc72)
    %85 = linalg.generic {indexing_maps = [#map17, #map18], iterator_types = ["parallel", "reduction"]} ins(%84 : tensor<?x10xf64>) outs(%60 : tensor<10xf64>) {
    ^bb0(%in: f64 loc("grad(g)"(#loc29)), %out: f64 loc("grad(g)"(#loc29))):
      %130 = arith.addf %out, %in : f64 loc(#loc72)
      linalg.yield %130 : f64 loc(#loc72)
    } -> tensor<10xf64> loc(#loc72)
    %86 = linalg.generic {indexing_maps = [#map13, #map16, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%collapsed, %84 : tensor<?x64xf64>, tensor<?x10xf64>) outs(%56 : tensor<10x64xf64>) {
    ^bb0(%in: f64 loc("flatten"(#loc24)), %in_14: f64 loc("grad(g)"(#loc29)), %out: f64 loc("grad(g)"(#loc29))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc72)
      %131 = arith.addf %out, %130 : f64 loc(#loc72)
      linalg.yield %131 : f64 loc(#loc72)
    } -> tensor<10x64xf64> loc(#loc72)
    %87 = linalg.generic {indexing_maps = [#map13, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg12, %84 : tensor<10x64xf64>, tensor<?x10xf64>) outs(%49 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("g.Wb"(#loc12)), %in_14: f64 loc("grad(g)"(#loc29)), %out: f64 loc("grad(g)"(#loc29))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc72)
      %131 = arith.addf %out, %130 : f64 loc(#loc72)
      linalg.yield %131 : f64 loc(#loc72)
    } -> tensor<?x64xf64> loc(#loc72)
    %88 = linalg.generic {indexing_maps = [#map17, #map18], iterator_types = ["parallel", "reduction"]} ins(%83 : tensor<?x10xf64>) outs(%60 : tensor<10xf64>) {
    ^bb0(%in: f64 loc("grad(g)"(#loc29)), %out: f64 loc("grad(g)"(#loc29))):
      %130 = arith.addf %out, %in : f64 loc(#loc72)
      linalg.yield %130 : f64 loc(#loc72)
    } -> tensor<10xf64> loc(#loc72)
    %89 = linalg.generic {indexing_maps = [#map13, #map16, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%collapsed, %83 : tensor<?x64xf64>, tensor<?x10xf64>) outs(%56 : tensor<10x64xf64>) {
    ^bb0(%in: f64 loc("flatten"(#loc24)), %in_14: f64 loc("grad(g)"(#loc29)), %out: f64 loc("grad(g)"(#loc29))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc72)
      %131 = arith.addf %out, %130 : f64 loc(#loc72)
      linalg.yield %131 : f64 loc(#loc72)
    } -> tensor<10x64xf64> loc(#loc72)
    %90 = linalg.generic {indexing_maps = [#map13, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg11, %83 : tensor<10x64xf64>, tensor<?x10xf64>) outs(%49 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("g.Wa"(#loc11)), %in_14: f64 loc("grad(g)"(#loc29)), %out: f64 loc("grad(g)"(#loc29))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc72)
      %131 = arith.addf %out, %130 : f64 loc(#loc72)
      linalg.yield %131 : f64 loc(#loc72)
    } -> tensor<?x64xf64> loc(#loc72)
    %91 = linalg.generic {indexing_maps = [#map13, #map2, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg10, %collapsed, %45 : tensor<10x64xf64>, tensor<?x64xf64>, tensor<?x10xf64>) outs(%49 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("f.Wb"(#loc10)), %in_14: f64 loc("flatten"(#loc24)), %in_15: f64 loc("grad(loss)"(#loc34)), %out: f64 loc("grad(f)"(#loc28))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc73)
      %131 = arith.mulf %130, %in_15 : f64 loc(#loc73)
      %132 = arith.addf %out, %131 : f64 loc(#loc73)
      linalg.yield %132 : f64 loc(#loc73)
    } -> tensor<?x64xf64> loc(#loc73)
    %92 = linalg.generic {indexing_maps = [#map6, #map9, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg9, %arg9 : tensor<10x64x64xf64>, tensor<10x64x64xf64>) outs(%22 : tensor<10x64x64xf64>) {
    ^bb0(%in: f64 loc("f.Wa"(#loc9)), %in_14: f64 loc("f.Wa"(#loc9)), %out: f64 loc("grad(f)"(#loc28))):
      %130 = arith.addf %in, %in_14 : f64 loc(#loc73)
      linalg.yield %130 : f64 loc(#loc73)
    } -> tensor<10x64x64xf64> loc(#loc73)
    %93 = linalg.generic {indexing_maps = [#map10, #map11, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%47, %92 : tensor<?x10x64xf64>, tensor<10x64x64xf64>) outs(%49 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("grad(f)"(#loc28)), %in_14: f64 loc("grad(f)"(#loc28)), %out: f64 loc("grad(f)"(#loc28))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc73)
      %131 = arith.addf %out, %130 : f64 loc(#loc73)
      linalg.yield %131 : f64 loc(#loc73)
    } -> tensor<?x64xf64> loc(#loc73)
    %94 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%8, %45 : tensor<?x10x1xf64>, tensor<?x10xf64>) outs(%3 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("e"(#loc27)), %in_14: f64 loc("grad(loss)"(#loc34)), %out: f64 loc("grad(e)"(#loc27))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc74)
      %131 = arith.mulf %130, %cst_2 : f64 loc(#loc74)
      linalg.yield %131 : f64 loc(#loc74)
    } -> tensor<?x10x1xf64> loc(#loc74)
    %95 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%7, %45 : tensor<?x10x1xf64>, tensor<?x10xf64>) outs(%3 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("e"(#loc27)), %in_14: f64 loc("grad(loss)"(#loc34)), %out: f64 loc("grad(e)"(#loc27))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc74)
      %131 = arith.mulf %130, %cst_2 : f64 loc(#loc74)
      linalg.yield %131 : f64 loc(#loc74)
    } -> tensor<?x10x1xf64> loc(#loc74)
    %96 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %95 : tensor<?x64xf64>, tensor<?x10x1xf64>) outs(%75 : tensor<10x1x64xf64>) {
    ^bb0(%in: f64 loc("flatten"(#loc24)), %in_14: f64 loc("grad(e)"(#loc27)), %out: f64 loc("grad(e)"(#loc27))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc74)
      %131 = arith.addf %out, %130 : f64 loc(#loc74)
      linalg.yield %131 : f64 loc(#loc74)
    } -> tensor<10x1x64xf64> loc(#loc74)
    %97 = linalg.generic {indexing_maps = [#map22, #map10, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%expanded_5, %95 : tensor<10x1x64xf64>, tensor<?x10x1xf64>) outs(%49 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("e"(#loc27)), %in_14: f64 loc("grad(e)"(#loc27)), %out: f64 loc("grad(e)"(#loc27))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc74)
      %131 = arith.addf %out, %130 : f64 loc(#loc74)
      linalg.yield %131 : f64 loc(#loc74)
    } -> tensor<?x64xf64> loc(#loc74)
    %98 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %94 : tensor<?x64xf64>, tensor<?x10x1xf64>) outs(%75 : tensor<10x1x64xf64>) {
    ^bb0(%in: f64 loc("flatten"(#loc24)), %in_14: f64 loc("grad(e)"(#loc27)), %out: f64 loc("grad(e)"(#loc27))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc74)
      %131 = arith.addf %out, %130 : f64 loc(#loc74)
      linalg.yield %131 : f64 loc(#loc74)
    } -> tensor<10x1x64xf64> loc(#loc74)
    %99 = linalg.generic {indexing_maps = [#map22, #map10, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%expanded_4, %94 : tensor<10x1x64xf64>, tensor<?x10x1xf64>) outs(%49 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("e"(#loc27)), %in_14: f64 loc("grad(e)"(#loc27)), %out: f64 loc("grad(e)"(#loc27))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc74)
      %131 = arith.addf %out, %130 : f64 loc(#loc74)
      linalg.yield %131 : f64 loc(#loc74)
    } -> tensor<?x64xf64> loc(#loc74)
    %collapsed_10 = tensor.collapse_shape %96 [[0], [1, 2]] : tensor<10x1x64xf64> into tensor<10x64xf64> loc(#loc74)
    %collapsed_11 = tensor.collapse_shape %98 [[0], [1, 2]] : tensor<10x1x64xf64> into tensor<10x64xf64> loc(#loc74)
    %100 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%5, %45 : tensor<?x10x1xf64>, tensor<?x10xf64>) outs(%3 : tensor<?x10x1xf64>) {
    ^bb0(%in: f64 loc("d"(#loc26)), %in_14: f64 loc("grad(loss)"(#loc34)), %out: f64 loc("grad(d)"(#loc26))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc75)
      %131 = arith.mulf %130, %cst : f64 loc(#loc75)
      linalg.yield %131 : f64 loc(#loc75)
    } -> tensor<?x10x1xf64> loc(#loc75)
    %101 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %100 : tensor<?x64xf64>, tensor<?x10x1xf64>) outs(%75 : tensor<10x1x64xf64>) {
    ^bb0(%in: f64 loc("flatten"(#loc24)), %in_14: f64 loc("grad(d)"(#loc26)), %out: f64 loc("grad(d)"(#loc26))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc75)
      %131 = arith.addf %out, %130 : f64 loc(#loc75)
      linalg.yield %131 : f64 loc(#loc75)
    } -> tensor<10x1x64xf64> loc(#loc75)
    %102 = linalg.generic {indexing_maps = [#map22, #map10, #map12], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%expanded, %100 : tensor<10x1x64xf64>, tensor<?x10x1xf64>) outs(%49 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("d"(#loc26)), %in_14: f64 loc("grad(d)"(#loc26)), %out: f64 loc("grad(d)"(#loc26))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc75)
      %131 = arith.addf %out, %130 : f64 loc(#loc75)
      linalg.yield %131 : f64 loc(#loc75)
    } -> tensor<?x64xf64> loc(#loc75)
    %collapsed_12 = tensor.collapse_shape %101 [[0], [1, 2]] : tensor<10x1x64xf64> into tensor<10x64xf64> loc(#loc75)
    %103 = linalg.generic {indexing_maps = [#map13, #map2, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg5, %collapsed, %45 : tensor<10x64xf64>, tensor<?x64xf64>, tensor<?x10xf64>) outs(%49 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("c.Wa"(#loc5)), %in_14: f64 loc("flatten"(#loc24)), %in_15: f64 loc("grad(loss)"(#loc34)), %out: f64 loc("grad(c)"(#loc25))):
      %130 = arith.mulf %in, %in_14 : f64 loc(#loc76)
      %131 = arith.mulf %130, %in_15 : f64 loc(#loc76)
      %132 = arith.addf %out, %131 : f64 loc(#loc76)
      linalg.yield %132 : f64 loc(#loc76)
    } -> tensor<?x64xf64> loc(#loc76)
    %104 = linalg.generic {indexing_maps = [#map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%50, %51, %64, %65, %71, %77, %79, %82, %87, %90, %91, %93, %97, %99, %102, %103 : tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>, tensor<?x64xf64>) outs(%48 : tensor<?x64xf64>) {
    ^bb0(%in: f64 loc("grad(Neurons)"(#loc32)), %in_14: f64 loc("grad(Neurons)"(#loc32)), %in_15: f64 loc("grad(l)"(#loc31)), %in_16: f64 loc("grad(l)"(#loc31)), %in_17: f64 loc("grad(h)"(#loc30)), %in_18: f64 loc("grad(h)"(#loc30)), %in_19: f64 loc("grad(h)"(#loc30)), %in_20: f64 loc("grad(g)"(#loc29)), %in_21: f64 loc("grad(g)"(#loc29)), %in_22: f64 loc("grad(g)"(#loc29)), %in_23: f64 loc("grad(f)"(#loc28)), %in_24: f64 loc("grad(f)"(#loc28)), %in_25: f64 loc("grad(e)"(#loc27)), %in_26: f64 loc("grad(e)"(#loc27)), %in_27: f64 loc("grad(d)"(#loc26)), %in_28: f64 loc("grad(c)"(#loc25)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %130 = arith.mulf %in_28, %cst : f64 loc(#loc76)
      %131 = arith.mulf %in_24, %cst_2 : f64 loc(#loc73)
      %132 = arith.mulf %in_23, %cst : f64 loc(#loc73)
      %133 = arith.mulf %in_20, %cst : f64 loc(#loc72)
      %134 = arith.mulf %in_17, %cst_2 : f64 loc(#loc71)
      %135 = arith.mulf %in_16, %cst_2 : f64 loc(#loc70)
      %136 = arith.mulf %in_15, %cst_2 : f64 loc(#loc70)
      %137 = arith.addf %136, %135 : f64 loc(#loc70)
      %138 = arith.mulf %in_14, %cst_2 : f64 loc(#loc68)
      %139 = arith.mulf %in, %cst_2 : f64 loc(#loc68)
      %140 = arith.addf %139, %138 : f64 loc(#loc68)
      %141 = arith.addf %140, %137 : f64 loc(#loc77)
      %142 = arith.addf %141, %134 : f64 loc(#loc77)
      %143 = arith.addf %142, %in_18 : f64 loc(#loc77)
      %144 = arith.addf %143, %in_19 : f64 loc(#loc77)
      %145 = arith.addf %144, %133 : f64 loc(#loc77)
      %146 = arith.addf %145, %in_21 : f64 loc(#loc77)
      %147 = arith.addf %146, %in_22 : f64 loc(#loc77)
      %148 = arith.addf %147, %132 : f64 loc(#loc77)
      %149 = arith.addf %148, %131 : f64 loc(#loc77)
      %150 = arith.addf %149, %in_25 : f64 loc(#loc77)
      %151 = arith.addf %150, %in_26 : f64 loc(#loc77)
      %152 = arith.addf %151, %in_27 : f64 loc(#loc77)
      %153 = arith.addf %152, %130 : f64 loc(#loc77)
      linalg.yield %153 : f64 loc(#loc77)
    } -> tensor<?x64xf64> loc(#loc77)
    %expanded_13 = tensor.expand_shape %104 [[0], [1, 2]] output_shape [%arg47, 8, 8] : tensor<?x64xf64> into tensor<?x8x8xf64> loc(#loc77)
    %105 = linalg.generic {indexing_maps = [#map8, #map8, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%57, %67, %68 : tensor<10x64xf64>, tensor<10x64xf64>, tensor<10x64xf64>) outs(%55 : tensor<10x64xf64>) {
    ^bb0(%in: f64 loc("grad(Neurons)"(#loc32)), %in_14: f64 loc("grad(l)"(#loc31)), %in_15: f64 loc("grad(l)"(#loc31)), %out: f64 loc("grad(Neurons)"(#loc32))):
      %130 = arith.mulf %in, %cst_2 : f64 loc(#loc68)
      %131 = arith.addf %130, %in_14 : f64 loc(#loc78)
      %132 = arith.addf %131, %in_15 : f64 loc(#loc78)
      linalg.yield %132 : f64 loc(#loc78)
    } -> tensor<10x64xf64> loc(#loc78)
    %106 = bufferization.materialize_in_destination %31 in %arg23 : (tensor<?x10xf64>, tensor<?x10xf64>) -> tensor<?x10xf64> loc(#loc67)
    %107 = bufferization.materialize_in_destination %44 in %arg24 : (tensor<f64>, tensor<f64>) -> tensor<f64> loc(#loc79)
    %108 = bufferization.materialize_in_destination %54 in %arg25 : (tensor<10x64x64xf64>, tensor<10x64x64xf64>) -> tensor<10x64x64xf64> loc(#loc68)
    %109 = bufferization.materialize_in_destination %58 in %arg26 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc68)
    %110 = bufferization.materialize_in_destination %54 in %arg27 : (tensor<10x64x64xf64>, tensor<10x64x64xf64>) -> tensor<10x64x64xf64> loc(#loc68)
    %111 = bufferization.materialize_in_destination %81 in %arg28 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc72)
    %112 = bufferization.materialize_in_destination %collapsed_12 in %arg29 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc75)
    %113 = bufferization.materialize_in_destination %collapsed_11 in %arg30 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc74)
    %114 = bufferization.materialize_in_destination %collapsed_10 in %arg31 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc74)
    %115 = bufferization.materialize_in_destination %54 in %arg32 : (tensor<10x64x64xf64>, tensor<10x64x64xf64>) -> tensor<10x64x64xf64> loc(#loc68)
    %116 = bufferization.materialize_in_destination %81 in %arg33 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc72)
    %117 = bufferization.materialize_in_destination %89 in %arg34 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc72)
    %118 = bufferization.materialize_in_destination %86 in %arg35 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc72)
    %119 = bufferization.materialize_in_destination %81 in %arg36 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc72)
    %120 = bufferization.materialize_in_destination %88 in %arg37 : (tensor<10xf64>, tensor<10xf64>) -> tensor<10xf64> loc(#loc72)
    %121 = bufferization.materialize_in_destination %85 in %arg38 : (tensor<10xf64>, tensor<10xf64>) -> tensor<10xf64> loc(#loc72)
    %122 = bufferization.materialize_in_destination %62 in %arg39 : (tensor<10xf64>, tensor<10xf64>) -> tensor<10xf64> loc(#loc68)
    %123 = bufferization.materialize_in_destination %collapsed_9 in %arg40 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc71)
    %124 = bufferization.materialize_in_destination %collapsed_8 in %arg41 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc71)
    %125 = bufferization.materialize_in_destination %70 in %arg42 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc71)
    %126 = bufferization.materialize_in_destination %105 in %arg43 : (tensor<10x64xf64>, tensor<10x64xf64>) -> tensor<10x64xf64> loc(#loc78)
    %127 = bufferization.materialize_in_destination %66 in %arg44 : (tensor<10x64x64xf64>, tensor<10x64x64xf64>) -> tensor<10x64x64xf64> loc(#loc70)
    %128 = bufferization.materialize_in_destination %62 in %arg45 : (tensor<10xf64>, tensor<10xf64>) -> tensor<10xf64> loc(#loc68)
    %129 = bufferization.materialize_in_destination %expanded_13 in %arg46 : (tensor<?x8x8xf64>, tensor<?x8x8xf64>) -> tensor<?x8x8xf64> loc(#loc77)
    return %106, %107, %108, %109, %110, %111, %112, %113, %114, %115, %116, %117, %118, %119, %120, %121, %122, %123, %124, %125, %126, %127, %128, %129 : tensor<?x10xf64>, tensor<f64>, tensor<10x64x64xf64>, tensor<10x64xf64>, tensor<10x64x64xf64>, tensor<10x64xf64>, tensor<10x64xf64>, tensor<10x64xf64>, tensor<10x64xf64>, tensor<10x64x64xf64>, tensor<10x64xf64>, tensor<10x64xf64>, tensor<10x64xf64>, tensor<10x64xf64>, tensor<10xf64>, tensor<10xf64>, tensor<10xf64>, tensor<10x64xf64>, tensor<10x64xf64>, tensor<10x64xf64>, tensor<10x64xf64>, tensor<10x64x64xf64>, tensor<10xf64>, tensor<?x8x8xf64> loc(#loc35)
  } loc(#loc35)
  func.func @train_step(%arg0: tensor<?x8x8xf32> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "input", dnd.name = "image"} loc("image"(#loc1)), %arg1: tensor<?xi32> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "target", dnd.name = "label"} loc("loss"(#loc34)), %arg2: tensor<10x64x64xf32> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "param", dnd.name = "a.Wa"} loc("a.Wa"(#loc2)), %arg3: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 1 : i64, dnd.kind = "param", dnd.name = "a.Wb"} loc("a.Wb"(#loc3)), %arg4: tensor<10x64x64xf32> {bufferization.writable = true, dnd.index = 2 : i64, dnd.kind = "param", dnd.name = "b.Wa"} loc("b.Wa"(#loc4)), %arg5: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 3 : i64, dnd.kind = "param", dnd.name = "c.Wa"} loc("c.Wa"(#loc5)), %arg6: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 4 : i64, dnd.kind = "param", dnd.name = "d.Wa"} loc("d.Wa"(#loc6)), %arg7: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 5 : i64, dnd.kind = "param", dnd.name = "e.Wa"} loc("e.Wa"(#loc7)), %arg8: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 6 : i64, dnd.kind = "param", dnd.name = "e.Wb"} loc("e.Wb"(#loc8)), %arg9: tensor<10x64x64xf32> {bufferization.writable = true, dnd.index = 7 : i64, dnd.kind = "param", dnd.name = "f.Wa"} loc("f.Wa"(#loc9)), %arg10: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 8 : i64, dnd.kind = "param", dnd.name = "f.Wb"} loc("f.Wb"(#loc10)), %arg11: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 9 : i64, dnd.kind = "param", dnd.name = "g.Wa"} loc("g.Wa"(#loc11)), %arg12: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 10 : i64, dnd.kind = "param", dnd.name = "g.Wb"} loc("g.Wb"(#loc12)), %arg13: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 11 : i64, dnd.kind = "param", dnd.name = "g.Wc"} loc("g.Wc"(#loc13)), %arg14: tensor<10xf32> {bufferization.writable = true, dnd.index = 12 : i64, dnd.kind = "param", dnd.name = "g.ba"} loc("g.ba"(#loc14)), %arg15: tensor<10xf32> {bufferization.writable = true, dnd.index = 13 : i64, dnd.kind = "param", dnd.name = "g.bb"} loc("g.bb"(#loc15)), %arg16: tensor<10xf32> {bufferization.writable = true, dnd.index = 14 : i64, dnd.kind = "param", dnd.name = "g.bc"} loc("g.bc"(#loc16)), %arg17: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 15 : i64, dnd.kind = "param", dnd.name = "h.Wa"} loc("h.Wa"(#loc17)), %arg18: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 16 : i64, dnd.kind = "param", dnd.name = "h.Wb"} loc("h.Wb"(#loc18)), %arg19: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 17 : i64, dnd.kind = "param", dnd.name = "h.Wc"} loc("h.Wc"(#loc19)), %arg20: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 18 : i64, dnd.kind = "param", dnd.name = "l.w"} loc("l.w"(#loc20)), %arg21: tensor<10x64x64xf32> {bufferization.writable = true, dnd.index = 19 : i64, dnd.kind = "param", dnd.name = "l.K"} loc("l.K"(#loc21)), %arg22: tensor<10xf32> {bufferization.writable = true, dnd.index = 20 : i64, dnd.kind = "param", dnd.name = "l.b"} loc("l.b"(#loc22)), %arg23: tensor<10x64x64xf32> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "state", dnd.name = "a.Wa.m"} loc("a.Wa"(#loc2)), %arg24: tensor<10x64x64xf32> {bufferization.writable = true, dnd.index = 1 : i64, dnd.kind = "state", dnd.name = "a.Wa.v"} loc("a.Wa"(#loc2)), %arg25: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 2 : i64, dnd.kind = "state", dnd.name = "a.Wb.m"} loc("a.Wb"(#loc3)), %arg26: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 3 : i64, dnd.kind = "state", dnd.name = "a.Wb.v"} loc("a.Wb"(#loc3)), %arg27: tensor<10x64x64xf32> {bufferization.writable = true, dnd.index = 4 : i64, dnd.kind = "state", dnd.name = "b.Wa.m"} loc("b.Wa"(#loc4)), %arg28: tensor<10x64x64xf32> {bufferization.writable = true, dnd.index = 5 : i64, dnd.kind = "state", dnd.name = "b.Wa.v"} loc("b.Wa"(#loc4)), %arg29: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 6 : i64, dnd.kind = "state", dnd.name = "c.Wa.m"} loc("c.Wa"(#loc5)), %arg30: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 7 : i64, dnd.kind = "state", dnd.name = "c.Wa.v"} loc("c.Wa"(#loc5)), %arg31: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 8 : i64, dnd.kind = "state", dnd.name = "d.Wa.m"} loc("d.Wa"(#loc6)), %arg32: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 9 : i64, dnd.kind = "state", dnd.name = "d.Wa.v"} loc("d.Wa"(#loc6)), %arg33: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 10 : i64, dnd.kind = "state", dnd.name = "e.Wa.m"} loc("e.Wa"(#loc7)), %arg34: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 11 : i64, dnd.kind = "state", dnd.name = "e.Wa.v"} loc("e.Wa"(#loc7)), %arg35: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 12 : i64, dnd.kind = "state", dnd.name = "e.Wb.m"} loc("e.Wb"(#loc8)), %arg36: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 13 : i64, dnd.kind = "state", dnd.name = "e.Wb.v"} loc("e.Wb"(#loc8)), %arg37: tensor<10x64x64xf32> {bufferization.writable = true, dnd.index = 14 : i64, dnd.kind = "state", dnd.name = "f.Wa.m"} loc("f.Wa"(#loc9)), %arg38: tensor<10x64x64xf32> {bufferization.writable = true, dnd.index = 15 : i64, dnd.kind = "state", dnd.name = "f.Wa.v"} loc("f.Wa"(#loc9)), %arg39: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 16 : i64, dnd.kind = "state", dnd.name = "f.Wb.m"} loc("f.Wb"(#loc10)), %arg40: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 17 : i64, dnd.kind = "state", dnd.name = "f.Wb.v"} loc("f.Wb"(#loc10)), %arg41: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 18 : i64, dnd.kind = "state", dnd.name = "g.Wa.m"} loc("g.Wa"(#loc11)), %arg42: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 19 : i64, dnd.kind = "state", dnd.name = "g.Wa.v"} loc("g.Wa"(#loc11)), %arg43: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 20 : i64, dnd.kind = "state", dnd.name = "g.Wb.m"} loc("g.Wb"(#loc12)), %arg44: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 21 : i64, dnd.kind = "state", dnd.name = "g.Wb.v"} loc("g.Wb"(#loc12)), %arg45: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 22 : i64, dnd.kind = "state", dnd.name = "g.Wc.m"} loc("g.Wc"(#loc13)), %arg46: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 23 : i64, dnd.kind = "state", dnd.name = "g.Wc.v"} loc("g.Wc"(#loc13)), %arg47: tensor<10xf32> {bufferization.writable = true, dnd.index = 24 : i64, dnd.kind = "state", dnd.name = "g.ba.m"} loc("g.ba"(#loc14)), %arg48: tensor<10xf32> {bufferization.writable = true, dnd.index = 25 : i64, dnd.kind = "state", dnd.name = "g.ba.v"} loc("g.ba"(#loc14)), %arg49: tensor<10xf32> {bufferization.writable = true, dnd.index = 26 : i64, dnd.kind = "state", dnd.name = "g.bb.m"} loc("g.bb"(#loc15)), %arg50: tensor<10xf32> {bufferization.writable = true, dnd.index = 27 : i64, dnd.kind = "state", dnd.name = "g.bb.v"} loc("g.bb"(#loc15)), %arg51: tensor<10xf32> {bufferization.writable = true, dnd.index = 28 : i64, dnd.kind = "state", dnd.name = "g.bc.m"} loc("g.bc"(#loc16)), %arg52: tensor<10xf32> {bufferization.writable = true, dnd.index = 29 : i64, dnd.kind = "state", dnd.name = "g.bc.v"} loc("g.bc"(#loc16)), %arg53: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 30 : i64, dnd.kind = "state", dnd.name = "h.Wa.m"} loc("h.Wa"(#loc17)), %arg54: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 31 : i64, dnd.kind = "state", dnd.name = "h.Wa.v"} loc("h.Wa"(#loc17)), %arg55: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 32 : i64, dnd.kind = "state", dnd.name = "h.Wb.m"} loc("h.Wb"(#loc18)), %arg56: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 33 : i64, dnd.kind = "state", dnd.name = "h.Wb.v"} loc("h.Wb"(#loc18)), %arg57: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 34 : i64, dnd.kind = "state", dnd.name = "h.Wc.m"} loc("h.Wc"(#loc19)), %arg58: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 35 : i64, dnd.kind = "state", dnd.name = "h.Wc.v"} loc("h.Wc"(#loc19)), %arg59: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 36 : i64, dnd.kind = "state", dnd.name = "l.w.m"} loc("l.w"(#loc20)), %arg60: tensor<10x64xf32> {bufferization.writable = true, dnd.index = 37 : i64, dnd.kind = "state", dnd.name = "l.w.v"} loc("l.w"(#loc20)), %arg61: tensor<10x64x64xf32> {bufferization.writable = true, dnd.index = 38 : i64, dnd.kind = "state", dnd.name = "l.K.m"} loc("l.K"(#loc21)), %arg62: tensor<10x64x64xf32> {bufferization.writable = true, dnd.index = 39 : i64, dnd.kind = "state", dnd.name = "l.K.v"} loc("l.K"(#loc21)), %arg63: tensor<10xf32> {bufferization.writable = true, dnd.index = 40 : i64, dnd.kind = "state", dnd.name = "l.b.m"} loc("l.b"(#loc22)), %arg64: tensor<10xf32> {bufferization.writable = true, dnd.index = 41 : i64, dnd.kind = "state", dnd.name = "l.b.v"} loc("l.b"(#loc22)), %arg65: tensor<f32> {bufferization.writable = false, dnd.index = 0 : i64, dnd.kind = "hyper", dnd.name = "lr.0"} loc("Neurons"(#loc)), %arg66: tensor<f32> {bufferization.writable = false, dnd.index = 1 : i64, dnd.kind = "hyper", dnd.name = "weight_decay.0"} loc("Neurons"(#loc)), %arg67: tensor<f32> {bufferization.writable = false, dnd.index = 2 : i64, dnd.kind = "hyper", dnd.name = "beta1.0"} loc("Neurons"(#loc)), %arg68: tensor<f32> {bufferization.writable = false, dnd.index = 3 : i64, dnd.kind = "hyper", dnd.name = "beta2.0"} loc("Neurons"(#loc)), %arg69: tensor<f32> {bufferization.writable = false, dnd.index = 4 : i64, dnd.kind = "hyper", dnd.name = "eps.0"} loc("Neurons"(#loc)), %arg70: tensor<f32> {bufferization.writable = false, dnd.index = 5 : i64, dnd.kind = "hyper", dnd.name = "bias1.0"} loc("Neurons"(#loc)), %arg71: tensor<f32> {bufferization.writable = false, dnd.index = 6 : i64, dnd.kind = "hyper", dnd.name = "bias2.0"} loc("Neurons"(#loc)), %arg72: tensor<?x10xf32> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "output", dnd.name = "logits"} loc("Neurons"(#loc)), %arg73: tensor<f32> {bufferization.writable = true, dnd.index = 0 : i64, dnd.kind = "loss", dnd.name = "loss"} loc("Neurons"(#loc)), %arg74: index {dnd.kind = "batch"} loc("Neurons"(#loc))) -> (tensor<?x10xf32> {dnd.index = 0 : i64, dnd.kind = "output", dnd.name = "logits"}, tensor<f32> {dnd.index = 0 : i64, dnd.kind = "loss", dnd.name = "loss"}, tensor<10x64x64xf32> {dnd.index = 0 : i64, dnd.kind = "param", dnd.name = "a.Wa"}, tensor<10x64xf32> {dnd.index = 1 : i64, dnd.kind = "param", dnd.name = "a.Wb"}, tensor<10x64x64xf32> {dnd.index = 2 : i64, dnd.kind = "param", dnd.name = "b.Wa"}, tensor<10x64xf32> {dnd.index = 3 : i64, dnd.kind = "param", dnd.name = "c.Wa"}, tensor<10x64xf32> {dnd.index = 4 : i64, dnd.kind = "param", dnd.name = "d.Wa"}, tensor<10x64xf32> {dnd.index = 5 : i64, dnd.kind = "param", dnd.name = "e.Wa"}, tensor<10x64xf32> {dnd.index = 6 : i64, dnd.kind = "param", dnd.name = "e.Wb"}, tensor<10x64x64xf32> {dnd.index = 7 : i64, dnd.kind = "param", dnd.name = "f.Wa"}, tensor<10x64xf32> {dnd.index = 8 : i64, dnd.kind = "param", dnd.name = "f.Wb"}, tensor<10x64xf32> {dnd.index = 9 : i64, dnd.kind = "param", dnd.name = "g.Wa"}, tensor<10x64xf32> {dnd.index = 10 : i64, dnd.kind = "param", dnd.name = "g.Wb"}, tensor<10x64xf32> {dnd.index = 11 : i64, dnd.kind = "param", dnd.name = "g.Wc"}, tensor<10xf32> {dnd.index = 12 : i64, dnd.kind = "param", dnd.name = "g.ba"}, tensor<10xf32> {dnd.index = 13 : i64, dnd.kind = "param", dnd.name = "g.bb"}, tensor<10xf32> {dnd.index = 14 : i64, dnd.kind = "param", dnd.name = "g.bc"}, tensor<10x64xf32> {dnd.index = 15 : i64, dnd.kind = "param", dnd.name = "h.Wa"}, tensor<10x64xf32> {dnd.index = 16 : i64, dnd.kind = "param", dnd.name = "h.Wb"}, tensor<10x64xf32> {dnd.index = 17 : i64, dnd.kind = "param", dnd.name = "h.Wc"}, tensor<10x64xf32> {dnd.index = 18 : i64, dnd.kind = "param", dnd.name = "l.w"}, tensor<10x64x64xf32> {dnd.index = 19 : i64, dnd.kind = "param", dnd.name = "l.K"}, tensor<10xf32> {dnd.index = 20 : i64, dnd.kind = "param", dnd.name = "l.b"}, tensor<10x64x64xf32> {dnd.index = 0 : i64, dnd.kind = "state", dnd.name = "a.Wa.m"}, tensor<10x64x64xf32> {dnd.index = 1 : i64, dnd.kind = "state", dnd.name = "a.Wa.v"}, tensor<10x64xf32> {dnd.index = 2 : i64, dnd.kind = "state", dnd.name = "a.Wb.m"}, tensor<10x64xf32> {dnd.index = 3 : i64, dnd.kind = "state", dnd.name = "a.Wb.v"}, tensor<10x64x64xf32> {dnd.index = 4 : i64, dnd.kind = "state", dnd.name = "b.Wa.m"}, tensor<10x64x64xf32> {dnd.index = 5 : i64, dnd.kind = "state", dnd.name = "b.Wa.v"}, tensor<10x64xf32> {dnd.index = 6 : i64, dnd.kind = "state", dnd.name = "c.Wa.m"}, tensor<10x64xf32> {dnd.index = 7 : i64, dnd.kind = "state", dnd.name = "c.Wa.v"}, tensor<10x64xf32> {dnd.index = 8 : i64, dnd.kind = "state", dnd.name = "d.Wa.m"}, tensor<10x64xf32> {dnd.index = 9 : i64, dnd.kind = "state", dnd.name = "d.Wa.v"}, tensor<10x64xf32> {dnd.index = 10 : i64, dnd.kind = "state", dnd.name = "e.Wa.m"}, tensor<10x64xf32> {dnd.index = 11 : i64, dnd.kind = "state", dnd.name = "e.Wa.v"}, tensor<10x64xf32> {dnd.index = 12 : i64, dnd.kind = "state", dnd.name = "e.Wb.m"}, tensor<10x64xf32> {dnd.index = 13 : i64, dnd.kind = "state", dnd.name = "e.Wb.v"}, tensor<10x64x64xf32> {dnd.index = 14 : i64, dnd.kind = "state", dnd.name = "f.Wa.m"}, tensor<10x64x64xf32> {dnd.index = 15 : i64, dnd.kind = "state", dnd.name = "f.Wa.v"}, tensor<10x64xf32> {dnd.index = 16 : i64, dnd.kind = "state", dnd.name = "f.Wb.m"}, tensor<10x64xf32> {dnd.index = 17 : i64, dnd.kind = "state", dnd.name = "f.Wb.v"}, tensor<10x64xf32> {dnd.index = 18 : i64, dnd.kind = "state", dnd.name = "g.Wa.m"}, tensor<10x64xf32> {dnd.index = 19 : i64, dnd.kind = "state", dnd.name = "g.Wa.v"}, tensor<10x64xf32> {dnd.index = 20 : i64, dnd.kind = "state", dnd.name = "g.Wb.m"}, tensor<10x64xf32> {dnd.index = 21 : i64, dnd.kind = "state", dnd.name = "g.Wb.v"}, tensor<10x64xf32> {dnd.index = 22 : i64, dnd.kind = "state", dnd.name = "g.Wc.m"}, tensor<10x64xf32> {dnd.index = 23 : i64, dnd.kind = "state", dnd.name = "g.Wc.v"}, tensor<10xf32> {dnd.index = 24 : i64, dnd.kind = "state", dnd.name = "g.ba.m"}, tensor<10xf32> {dnd.index = 25 : i64, dnd.kind = "state", dnd.name = "g.ba.v"}, tensor<10xf32> {dnd.index = 26 : i64, dnd.kind = "state", dnd.name = "g.bb.m"}, tensor<10xf32> {dnd.index = 27 : i64, dnd.kind = "state", dnd.name = "g.bb.v"}, tensor<10xf32> {dnd.index = 28 : i64, dnd.kind = "state", dnd.name = "g.bc.m"}, tensor<10xf32> {dnd.index = 29 : i64, dnd.kind = "state", dnd.name = "g.bc.v"}, tensor<10x64xf32> {dnd.index = 30 : i64, dnd.kind = "state", dnd.name = "h.Wa.m"}, tensor<10x64xf32> {dnd.index = 31 : i64, dnd.kind = "state", dnd.name = "h.Wa.v"}, tensor<10x64xf32> {dnd.index = 32 : i64, dnd.kind = "state", dnd.name = "h.Wb.m"}, tensor<10x64xf32> {dnd.index = 33 : i64, dnd.kind = "state", dnd.name = "h.Wb.v"}, tensor<10x64xf32> {dnd.index = 34 : i64, dnd.kind = "state", dnd.name = "h.Wc.m"}, tensor<10x64xf32> {dnd.index = 35 : i64, dnd.kind = "state", dnd.name = "h.Wc.v"}, tensor<10x64xf32> {dnd.index = 36 : i64, dnd.kind = "state", dnd.name = "l.w.m"}, tensor<10x64xf32> {dnd.index = 37 : i64, dnd.kind = "state", dnd.name = "l.w.v"}, tensor<10x64x64xf32> {dnd.index = 38 : i64, dnd.kind = "state", dnd.name = "l.K.m"}, tensor<10x64x64xf32> {dnd.index = 39 : i64, dnd.kind = "state", dnd.name = "l.K.v"}, tensor<10xf32> {dnd.index = 40 : i64, dnd.kind = "state", dnd.name = "l.b.m"}, tensor<10xf32> {dnd.index = 41 : i64, dnd.kind = "state", dnd.name = "l.b.v"}) {
    %cst = arith.constant 0.222222224 : f32 loc(#loc23)
    %cst_0 = arith.constant -1.000000e+00 : f32 loc(#loc23)
    %cst_1 = arith.constant 1.000000e+00 : f32 loc(#loc23)
    %cst_2 = arith.constant 0xFF800000 : f32 loc(#loc23)
    %cst_3 = arith.constant 0.111111112 : f32 loc(#loc23)
    %cst_4 = arith.constant 0.000000e+00 : f32 loc(#loc23)
    %collapsed = tensor.collapse_shape %arg0 [[0], [1, 2]] : tensor<?x8x8xf32> into tensor<?x64xf32> loc(#loc58)
    %0 = tensor.empty(%arg74) : tensor<?x10xf32> loc(#loc59)
    %1 = linalg.fill ins(%cst_4 : f32) outs(%0 : tensor<?x10xf32>) -> tensor<?x10xf32> loc(#loc59)
    %2 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg5, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("c.Wa"(#loc5)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("c"(#loc25))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc59)
      %227 = arith.mulf %226, %in_14 : f32 loc(#loc59)
      %228 = arith.addf %out, %227 : f32 loc(#loc59)
      linalg.yield %228 : f32 loc(#loc59)
    } -> tensor<?x10xf32> loc(#loc59)
    %expanded = tensor.expand_shape %arg6 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc60)
    %3 = tensor.empty(%arg74) : tensor<?x10x1xf32> loc(#loc60)
    %4 = linalg.fill ins(%cst_4 : f32) outs(%3 : tensor<?x10x1xf32>) -> tensor<?x10x1xf32> loc(#loc60)
    %5 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("d"(#loc26)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("d"(#loc26))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc60)
      %227 = arith.addf %out, %226 : f32 loc(#loc60)
      linalg.yield %227 : f32 loc(#loc60)
    } -> tensor<?x10x1xf32> loc(#loc60)
    %6 = linalg.generic {indexing_maps = [#map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%5 : tensor<?x10x1xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("d"(#loc26)), %out: f32 loc("c"(#loc25))):
      %226 = arith.mulf %in, %in : f32 loc(#loc60)
      %227 = arith.addf %out, %226 : f32 loc(#loc60)
      linalg.yield %227 : f32 loc(#loc60)
    } -> tensor<?x10xf32> loc(#loc60)
    %expanded_5 = tensor.expand_shape %arg7 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc61)
    %expanded_6 = tensor.expand_shape %arg8 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc61)
    %7 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_5, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("e"(#loc27))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc61)
      %227 = arith.addf %out, %226 : f32 loc(#loc61)
      linalg.yield %227 : f32 loc(#loc61)
    } -> tensor<?x10x1xf32> loc(#loc61)
    %8 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_6, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("e"(#loc27))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc61)
      %227 = arith.addf %out, %226 : f32 loc(#loc61)
      linalg.yield %227 : f32 loc(#loc61)
    } -> tensor<?x10x1xf32> loc(#loc61)
    %9 = linalg.generic {indexing_maps = [#map6, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%7, %8 : tensor<?x10x1xf32>, tensor<?x10x1xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_14: f32 loc("e"(#loc27)), %out: f32 loc("e"(#loc27))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc61)
      %227 = arith.addf %out, %226 : f32 loc(#loc61)
      linalg.yield %227 : f32 loc(#loc61)
    } -> tensor<?x10xf32> loc(#loc61)
    %10 = tensor.empty(%arg74) : tensor<?x10x64xf32> loc(#loc62)
    %11 = linalg.fill ins(%cst_4 : f32) outs(%10 : tensor<?x10x64xf32>) -> tensor<?x10x64xf32> loc(#loc62)
    %12 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%arg9, %collapsed : tensor<10x64x64xf32>, tensor<?x64xf32>) outs(%11 : tensor<?x10x64xf32>) {
    ^bb0(%in: f32 loc("f.Wa"(#loc9)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("f"(#loc28))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc62)
      %227 = arith.addf %out, %226 : f32 loc(#loc62)
      linalg.yield %227 : f32 loc(#loc62)
    } -> tensor<?x10x64xf32> loc(#loc62)
    %13 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%12, %collapsed : tensor<?x10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("f"(#loc28)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("f"(#loc28))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc62)
      %227 = arith.addf %out, %226 : f32 loc(#loc62)
      linalg.yield %227 : f32 loc(#loc62)
    } -> tensor<?x10xf32> loc(#loc62)
    %14 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg10, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("f.Wb"(#loc10)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("c"(#loc25))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc62)
      %227 = arith.mulf %226, %in_14 : f32 loc(#loc62)
      %228 = arith.addf %out, %227 : f32 loc(#loc62)
      linalg.yield %228 : f32 loc(#loc62)
    } -> tensor<?x10xf32> loc(#loc62)
    %15 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg11, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g.Wa"(#loc11)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("g"(#loc29))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc63)
      %227 = arith.addf %out, %226 : f32 loc(#loc63)
      linalg.yield %227 : f32 loc(#loc63)
    } -> tensor<?x10xf32> loc(#loc63)
    %16 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg12, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g.Wb"(#loc12)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("g"(#loc29))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc63)
      %227 = arith.addf %out, %226 : f32 loc(#loc63)
      linalg.yield %227 : f32 loc(#loc63)
    } -> tensor<?x10xf32> loc(#loc63)
    %17 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg13, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g.Wc"(#loc13)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("c"(#loc25))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc63)
      %227 = arith.mulf %226, %in_14 : f32 loc(#loc63)
      %228 = arith.addf %out, %227 : f32 loc(#loc63)
      linalg.yield %228 : f32 loc(#loc63)
    } -> tensor<?x10xf32> loc(#loc63)
    %expanded_7 = tensor.expand_shape %arg17 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc64)
    %expanded_8 = tensor.expand_shape %arg18 [[0], [1, 2]] output_shape [10, 1, 64] : tensor<10x64xf32> into tensor<10x1x64xf32> loc(#loc64)
    %18 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_7, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("h"(#loc30))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc64)
      %227 = arith.addf %out, %226 : f32 loc(#loc64)
      linalg.yield %227 : f32 loc(#loc64)
    } -> tensor<?x10x1xf32> loc(#loc64)
    %19 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_8, %collapsed : tensor<10x1x64xf32>, tensor<?x64xf32>) outs(%4 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("h"(#loc30))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc64)
      %227 = arith.addf %out, %226 : f32 loc(#loc64)
      linalg.yield %227 : f32 loc(#loc64)
    } -> tensor<?x10x1xf32> loc(#loc64)
    %20 = linalg.generic {indexing_maps = [#map6, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%18, %19 : tensor<?x10x1xf32>, tensor<?x10x1xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_14: f32 loc("h"(#loc30)), %out: f32 loc("h"(#loc30))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc64)
      %227 = arith.addf %out, %226 : f32 loc(#loc64)
      linalg.yield %227 : f32 loc(#loc64)
    } -> tensor<?x10xf32> loc(#loc64)
    %21 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg19, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("h.Wc"(#loc19)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("h"(#loc30))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc64)
      %227 = arith.addf %out, %226 : f32 loc(#loc64)
      linalg.yield %227 : f32 loc(#loc64)
    } -> tensor<?x10xf32> loc(#loc64)
    %22 = tensor.empty() : tensor<10x64x64xf32> loc(#loc65)
    %23 = linalg.generic {indexing_maps = [#map6, #map2, #map1, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg21, %arg20, %arg20 : tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("l.K"(#loc21)), %in_14: f32 loc("l.w"(#loc20)), %in_15: f32 loc("l.w"(#loc20)), %out: f32 loc("l"(#loc31))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc65)
      %227 = arith.mulf %226, %in_15 : f32 loc(#loc65)
      linalg.yield %227 : f32 loc(#loc65)
    } -> tensor<10x64x64xf32> loc(#loc65)
    %24 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%23, %collapsed : tensor<10x64x64xf32>, tensor<?x64xf32>) outs(%11 : tensor<?x10x64xf32>) {
    ^bb0(%in: f32 loc("l"(#loc31)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("l"(#loc31))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc65)
      %227 = arith.addf %out, %226 : f32 loc(#loc65)
      linalg.yield %227 : f32 loc(#loc65)
    } -> tensor<?x10x64xf32> loc(#loc65)
    %25 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%24, %collapsed : tensor<?x10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("l"(#loc31)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("l"(#loc31))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc65)
      %227 = arith.addf %out, %226 : f32 loc(#loc65)
      linalg.yield %227 : f32 loc(#loc65)
    } -> tensor<?x10xf32> loc(#loc65)
    %26 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg20, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("l.w"(#loc20)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("l"(#loc31))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc65)
      %227 = arith.addf %out, %226 : f32 loc(#loc65)
      linalg.yield %227 : f32 loc(#loc65)
    } -> tensor<?x10xf32> loc(#loc65)
    %27 = linalg.generic {indexing_maps = [#map6, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg2, %arg4 : tensor<10x64x64xf32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("a.Wa"(#loc2)), %in_14: f32 loc("b.Wa"(#loc4)), %out: f32 loc("Neurons"(#loc32))):
      %226 = arith.addf %in, %in_14 : f32 loc(#loc66)
      linalg.yield %226 : f32 loc(#loc66)
    } -> tensor<10x64x64xf32> loc(#loc66)
    %28 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%27, %collapsed : tensor<10x64x64xf32>, tensor<?x64xf32>) outs(%11 : tensor<?x10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc32)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("Neurons"(#loc32))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc66)
      %227 = arith.addf %out, %226 : f32 loc(#loc66)
      linalg.yield %227 : f32 loc(#loc66)
    } -> tensor<?x10x64xf32> loc(#loc66)
    %29 = linalg.generic {indexing_maps = [#map6, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%28, %collapsed : tensor<?x10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc32)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("Neurons"(#loc32))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc66)
      %227 = arith.addf %out, %226 : f32 loc(#loc66)
      linalg.yield %227 : f32 loc(#loc66)
    } -> tensor<?x10xf32> loc(#loc66)
    %30 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg3, %collapsed : tensor<10x64xf32>, tensor<?x64xf32>) outs(%1 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("a.Wb"(#loc3)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("Neurons"(#loc32))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc66)
      %227 = arith.addf %out, %226 : f32 loc(#loc66)
      linalg.yield %227 : f32 loc(#loc66)
    } -> tensor<?x10xf32> loc(#loc66)
    %31 = linalg.generic {indexing_maps = [#map7, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map8, #map7, #map8, #map7, #map8, #map8, #map8, #map7, #map8, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg16, %29, %30, %2, %6, %9, %13, %14, %15, %arg14, %16, %arg15, %17, %20, %21, %arg22, %25, %26 : tensor<10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<10xf32>, tensor<?x10xf32>, tensor<10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<?x10xf32>, tensor<10xf32>, tensor<?x10xf32>, tensor<?x10xf32>) outs(%0 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g.bc"(#loc16)), %in_14: f32 loc("Neurons"(#loc32)), %in_15: f32 loc("Neurons"(#loc32)), %in_16: f32 loc("c"(#loc25)), %in_17: f32 loc("d"(#loc26)), %in_18: f32 loc("e"(#loc27)), %in_19: f32 loc("f"(#loc28)), %in_20: f32 loc("f"(#loc28)), %in_21: f32 loc("g"(#loc29)), %in_22: f32 loc("g.ba"(#loc14)), %in_23: f32 loc("g"(#loc29)), %in_24: f32 loc("g.bb"(#loc15)), %in_25: f32 loc("g"(#loc29)), %in_26: f32 loc("h"(#loc30)), %in_27: f32 loc("h"(#loc30)), %in_28: f32 loc("l.b"(#loc22)), %in_29: f32 loc("l"(#loc31)), %in_30: f32 loc("l"(#loc31)), %out: f32 loc("c"(#loc25))):
      %226 = arith.addf %in_29, %in_30 : f32 loc(#loc65)
      %227 = arith.addf %in_28, %226 : f32 loc(#loc65)
      %228 = arith.addf %in_26, %in_27 : f32 loc(#loc64)
      %229 = arith.addf %in_23, %in_24 : f32 loc(#loc63)
      %230 = arith.addf %in_21, %in_22 : f32 loc(#loc63)
      %231 = arith.mulf %230, %229 : f32 loc(#loc63)
      %232 = arith.addf %in_14, %in_15 : f32 loc(#loc66)
      %233 = arith.addf %in, %232 : f32 loc(#loc66)
      %234 = arith.addf %233, %in_16 : f32 loc(#loc67)
      %235 = arith.addf %234, %in_17 : f32 loc(#loc67)
      %236 = arith.addf %235, %in_18 : f32 loc(#loc67)
      %237 = arith.addf %236, %in_19 : f32 loc(#loc67)
      %238 = arith.addf %237, %in_20 : f32 loc(#loc67)
      %239 = arith.addf %238, %231 : f32 loc(#loc67)
      %240 = arith.addf %239, %in_25 : f32 loc(#loc67)
      %241 = arith.addf %240, %228 : f32 loc(#loc67)
      %242 = arith.addf %241, %227 : f32 loc(#loc67)
      %243 = arith.mulf %242, %cst_3 : f32 loc(#loc67)
      linalg.yield %243 : f32 loc(#loc67)
    } -> tensor<?x10xf32> loc(#loc67)
    %32 = tensor.empty(%arg74) : tensor<?xf32> loc(#loc79)
    %33 = linalg.fill ins(%cst_2 : f32) outs(%32 : tensor<?xf32>) -> tensor<?xf32> loc(#loc79)
    %34 = linalg.generic {indexing_maps = [#map8, #map18], iterator_types = ["parallel", "reduction"]} ins(%31 : tensor<?x10xf32>) outs(%33 : tensor<?xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc33)), %out: f32 loc("loss"(#loc34))):
      %226 = arith.maximumf %in, %out : f32 loc(#loc79)
      linalg.yield %226 : f32 loc(#loc79)
    } -> tensor<?xf32> loc(#loc79)
    %35 = linalg.fill ins(%cst_4 : f32) outs(%32 : tensor<?xf32>) -> tensor<?xf32> loc(#loc79)
    %36 = linalg.generic {indexing_maps = [#map8, #map18, #map18], iterator_types = ["parallel", "reduction"]} ins(%31, %34 : tensor<?x10xf32>, tensor<?xf32>) outs(%35 : tensor<?xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc33)), %in_14: f32 loc("loss"(#loc34)), %out: f32 loc("loss"(#loc34))):
      %226 = arith.subf %in, %in_14 : f32 loc(#loc79)
      %227 = math.exp %226 : f32 loc(#loc79)
      %228 = arith.addf %out, %227 : f32 loc(#loc79)
      linalg.yield %228 : f32 loc(#loc79)
    } -> tensor<?xf32> loc(#loc79)
    %37 = linalg.generic {indexing_maps = [#map19, #map19, #map19, #map19], iterator_types = ["parallel"]} ins(%arg1, %34, %36 : tensor<?xi32>, tensor<?xf32>, tensor<?xf32>) outs(%32 : tensor<?xf32>) {
    ^bb0(%in: i32 loc("loss"(#loc34)), %in_14: f32 loc("loss"(#loc34)), %in_15: f32 loc("loss"(#loc34)), %out: f32 loc("loss"(#loc34))):
      %226 = linalg.index 0 : index loc(#loc79)
      %227 = arith.index_cast %in : i32 to index loc(#loc79)
      %extracted = tensor.extract %31[%226, %227] : tensor<?x10xf32> loc(#loc79)
      %228 = arith.subf %in_14, %extracted : f32 loc(#loc79)
      %229 = math.log %in_15 : f32 loc(#loc79)
      %230 = arith.addf %228, %229 : f32 loc(#loc79)
      linalg.yield %230 : f32 loc(#loc79)
    } -> tensor<?xf32> loc(#loc79)
    %38 = arith.index_cast %arg74 : index to i64 loc(#loc79)
    %39 = arith.sitofp %38 : i64 to f32 loc(#loc79)
    %40 = arith.divf %cst_1, %39 : f32 loc(#loc79)
    %41 = tensor.empty() : tensor<f32> loc(#loc79)
    %42 = linalg.fill ins(%cst_4 : f32) outs(%41 : tensor<f32>) -> tensor<f32> loc(#loc79)
    %43 = linalg.generic {indexing_maps = [#map19, #map23], iterator_types = ["reduction"]} ins(%37 : tensor<?xf32>) outs(%42 : tensor<f32>) {
    ^bb0(%in: f32 loc("loss"(#loc34)), %out: f32 loc("loss"(#loc34))):
      %226 = arith.addf %out, %in : f32 loc(#loc79)
      linalg.yield %226 : f32 loc(#loc79)
    } -> tensor<f32> loc(#loc79)
    %44 = linalg.generic {indexing_maps = [#map24, #map24], iterator_types = []} ins(%43 : tensor<f32>) outs(%41 : tensor<f32>) {
    ^bb0(%in: f32 loc("loss"(#loc34)), %out: f32 loc("loss"(#loc34))):
      %226 = arith.mulf %in, %40 : f32 loc(#loc79)
      linalg.yield %226 : f32 loc(#loc79)
    } -> tensor<f32> loc(#loc79)
    %45 = linalg.generic {indexing_maps = [#map8, #map18, #map18, #map18, #map8], iterator_types = ["parallel", "parallel"]} ins(%31, %34, %36, %arg1 : tensor<?x10xf32>, tensor<?xf32>, tensor<?xf32>, tensor<?xi32>) outs(%0 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc33)), %in_14: f32 loc("loss"(#loc34)), %in_15: f32 loc("loss"(#loc34)), %in_16: i32 loc("loss"(#loc34)), %out: f32 loc("c"(#loc25))):
      %226 = arith.subf %in, %in_14 : f32 loc(#loc80)
      %227 = math.exp %226 : f32 loc(#loc80)
      %228 = arith.divf %227, %in_15 : f32 loc(#loc80)
      %229 = linalg.index 1 : index loc(#loc80)
      %230 = arith.index_cast %in_16 : i32 to index loc(#loc80)
      %231 = arith.cmpi eq, %229, %230 : index loc(#loc80)
      %232 = arith.uitofp %231 : i1 to f32 loc(#loc80)
      %233 = arith.subf %228, %232 : f32 loc(#loc80)
      %234 = arith.mulf %40, %233 : f32 loc(#loc80)
      linalg.yield %234 : f32 loc(#loc80)
    } -> tensor<?x10xf32> loc(#loc80)
    %46 = linalg.generic {indexing_maps = [#map2, #map1, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%45, %collapsed : tensor<?x10xf32>, tensor<?x64xf32>) outs(%10 : tensor<?x10x64xf32>) {
    ^bb0(%in: f32 loc("grad(loss)"(#loc34)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in, %cst_3 : f32 loc(#loc69)
      %227 = arith.mulf %226, %in_14 : f32 loc(#loc70)
      linalg.yield %227 : f32 loc(#loc70)
    } -> tensor<?x10x64xf32> loc(#loc70)
    %47 = linalg.fill ins(%cst_4 : f32) outs(%22 : tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc70)
    %48 = linalg.generic {indexing_maps = [#map14, #map15, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%46, %collapsed : tensor<?x10x64xf32>, tensor<?x64xf32>) outs(%47 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("grad(l)"(#loc31)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc70)
      %227 = arith.addf %out, %226 : f32 loc(#loc70)
      linalg.yield %227 : f32 loc(#loc70)
    } -> tensor<10x64x64xf32> loc(#loc70)
    %49 = linalg.generic {indexing_maps = [#map2, #map1, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg20, %arg20, %48 : tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("l.w"(#loc20)), %in_14: f32 loc("l.w"(#loc20)), %in_15: f32 loc("grad(l)"(#loc31)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc70)
      %227 = arith.mulf %226, %in_15 : f32 loc(#loc70)
      linalg.yield %227 : f32 loc(#loc70)
    } -> tensor<10x64x64xf32> loc(#loc70)
    %50 = tensor.empty() : tensor<10x64xf32> loc(#loc70)
    %51 = linalg.fill ins(%cst_4 : f32) outs(%50 : tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc70)
    %52 = linalg.generic {indexing_maps = [#map6, #map1, #map6, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg21, %arg20, %48 : tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64x64xf32>) outs(%51 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("l.K"(#loc21)), %in_14: f32 loc("l.w"(#loc20)), %in_15: f32 loc("grad(l)"(#loc31)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc70)
      %227 = arith.mulf %226, %in_15 : f32 loc(#loc70)
      %228 = arith.addf %out, %227 : f32 loc(#loc70)
      linalg.yield %228 : f32 loc(#loc70)
    } -> tensor<10x64xf32> loc(#loc70)
    %53 = linalg.generic {indexing_maps = [#map9, #map1, #map9, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg21, %arg20, %48 : tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64x64xf32>) outs(%51 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("l.K"(#loc21)), %in_14: f32 loc("l.w"(#loc20)), %in_15: f32 loc("grad(l)"(#loc31)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc70)
      %227 = arith.mulf %226, %in_15 : f32 loc(#loc70)
      %228 = arith.addf %out, %227 : f32 loc(#loc70)
      linalg.yield %228 : f32 loc(#loc70)
    } -> tensor<10x64xf32> loc(#loc70)
    %54 = linalg.generic {indexing_maps = [#map24, #map24], iterator_types = []} ins(%arg67 : tensor<f32>) outs(%41 : tensor<f32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %out: f32 loc("a.Wa"(#loc2))):
      %226 = arith.mulf %in, %cst_0 : f32 loc(#loc37)
      %227 = arith.addf %226, %cst_1 : f32 loc(#loc37)
      linalg.yield %227 : f32 loc(#loc37)
    } -> tensor<f32> loc(#loc37)
    %55 = linalg.generic {indexing_maps = [#map24, #map24], iterator_types = []} ins(%arg68 : tensor<f32>) outs(%41 : tensor<f32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %out: f32 loc("a.Wa"(#loc2))):
      %226 = arith.mulf %in, %cst_0 : f32 loc(#loc37)
      %227 = arith.addf %226, %cst_1 : f32 loc(#loc37)
      linalg.yield %227 : f32 loc(#loc37)
    } -> tensor<f32> loc(#loc37)
    %56 = linalg.generic {indexing_maps = [#map24, #map24], iterator_types = []} ins(%arg71 : tensor<f32>) outs(%41 : tensor<f32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %out: f32 loc("a.Wa"(#loc2))):
      %226 = math.sqrt %in : f32 loc(#loc37)
      %227 = arith.divf %cst_1, %226 : f32 loc(#loc37)
      linalg.yield %227 : f32 loc(#loc37)
    } -> tensor<f32> loc(#loc37)
    %57 = linalg.generic {indexing_maps = [#map24, #map24, #map24], iterator_types = []} ins(%arg65, %arg70 : tensor<f32>, tensor<f32>) outs(%41 : tensor<f32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("Neurons"(#loc)), %out: f32 loc("a.Wa"(#loc2))):
      %226 = arith.divf %in, %in_14 : f32 loc(#loc37)
      linalg.yield %226 : f32 loc(#loc37)
    } -> tensor<f32> loc(#loc37)
    %58 = linalg.generic {indexing_maps = [#map6, #map25, #map25, #map6, #map25, #map6, #map25, #map25, #map25, #map6, #map25, #map25, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg2, %57, %arg67, %arg23, %54, %48, %arg66, %arg69, %arg68, %arg24, %55, %56 : tensor<10x64x64xf32>, tensor<f32>, tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<f32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("a.Wa"(#loc2)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("Neurons"(#loc)), %in_16: f32 loc("a.Wa"(#loc2)), %in_17: f32 loc("a.Wa"(#loc2)), %in_18: f32 loc("grad(l)"(#loc31)), %in_19: f32 loc("Neurons"(#loc)), %in_20: f32 loc("Neurons"(#loc)), %in_21: f32 loc("Neurons"(#loc)), %in_22: f32 loc("a.Wa"(#loc2)), %in_23: f32 loc("a.Wa"(#loc2)), %in_24: f32 loc("a.Wa"(#loc2)), %out: f32 loc("l"(#loc31))):
      %226 = arith.mulf %in_19, %in : f32 loc(#loc37)
      %227 = arith.addf %in_18, %226 : f32 loc(#loc37)
      %228 = arith.mulf %227, %227 : f32 loc(#loc37)
      %229 = arith.mulf %in_23, %228 : f32 loc(#loc37)
      %230 = arith.mulf %in_21, %in_22 : f32 loc(#loc37)
      %231 = arith.addf %230, %229 : f32 loc(#loc37)
      %232 = math.sqrt %231 : f32 loc(#loc37)
      %233 = arith.mulf %232, %in_24 : f32 loc(#loc37)
      %234 = arith.addf %in_20, %233 : f32 loc(#loc37)
      %235 = arith.mulf %in_17, %227 : f32 loc(#loc37)
      %236 = arith.mulf %in_15, %in_16 : f32 loc(#loc37)
      %237 = arith.addf %236, %235 : f32 loc(#loc37)
      %238 = arith.divf %237, %234 : f32 loc(#loc37)
      %239 = arith.mulf %in_14, %238 : f32 loc(#loc37)
      %240 = arith.subf %in, %239 : f32 loc(#loc37)
      linalg.yield %240 : f32 loc(#loc37)
    } -> tensor<10x64x64xf32> loc(#loc37)
    %59 = linalg.generic {indexing_maps = [#map25, #map6, #map25, #map6, #map25, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg68, %arg24, %55, %48, %arg66, %arg2 : tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(l)"(#loc31)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("a.Wa"(#loc2)), %out: f32 loc("l"(#loc31))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc37)
      %227 = arith.addf %in_16, %226 : f32 loc(#loc37)
      %228 = arith.mulf %227, %227 : f32 loc(#loc37)
      %229 = arith.mulf %in_15, %228 : f32 loc(#loc37)
      %230 = arith.mulf %in, %in_14 : f32 loc(#loc37)
      %231 = arith.addf %230, %229 : f32 loc(#loc37)
      linalg.yield %231 : f32 loc(#loc37)
    } -> tensor<10x64x64xf32> loc(#loc37)
    %60 = linalg.generic {indexing_maps = [#map25, #map6, #map25, #map6, #map25, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg67, %arg23, %54, %48, %arg66, %arg2 : tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(l)"(#loc31)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("a.Wa"(#loc2)), %out: f32 loc("l"(#loc31))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc37)
      %227 = arith.addf %in_16, %226 : f32 loc(#loc37)
      %228 = arith.mulf %in_15, %227 : f32 loc(#loc37)
      %229 = arith.mulf %in, %in_14 : f32 loc(#loc37)
      %230 = arith.addf %229, %228 : f32 loc(#loc37)
      linalg.yield %230 : f32 loc(#loc37)
    } -> tensor<10x64x64xf32> loc(#loc37)
    %61 = linalg.generic {indexing_maps = [#map16, #map13, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%45, %collapsed : tensor<?x10xf32>, tensor<?x64xf32>) outs(%51 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("grad(loss)"(#loc34)), %in_14: f32 loc("flatten"(#loc24)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc68)
      %227 = arith.addf %out, %226 : f32 loc(#loc68)
      linalg.yield %227 : f32 loc(#loc68)
    } -> tensor<10x64xf32> loc(#loc68)
    %62 = linalg.generic {indexing_maps = [#map8, #map26, #map26, #map8, #map26, #map8, #map26, #map26, #map26, #map8, #map26, #map26, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg3, %57, %arg67, %arg25, %54, %61, %arg66, %arg69, %arg68, %arg26, %55, %56 : tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<f32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("a.Wb"(#loc3)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("Neurons"(#loc)), %in_16: f32 loc("a.Wb"(#loc3)), %in_17: f32 loc("a.Wa"(#loc2)), %in_18: f32 loc("grad(Neurons)"(#loc32)), %in_19: f32 loc("Neurons"(#loc)), %in_20: f32 loc("Neurons"(#loc)), %in_21: f32 loc("Neurons"(#loc)), %in_22: f32 loc("a.Wb"(#loc3)), %in_23: f32 loc("a.Wa"(#loc2)), %in_24: f32 loc("a.Wa"(#loc2)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_19, %in : f32 loc(#loc38)
      %227 = arith.mulf %in_18, %cst_3 : f32 loc(#loc68)
      %228 = arith.addf %227, %226 : f32 loc(#loc38)
      %229 = arith.mulf %228, %228 : f32 loc(#loc38)
      %230 = arith.mulf %in_23, %229 : f32 loc(#loc38)
      %231 = arith.mulf %in_21, %in_22 : f32 loc(#loc38)
      %232 = arith.addf %231, %230 : f32 loc(#loc38)
      %233 = math.sqrt %232 : f32 loc(#loc38)
      %234 = arith.mulf %233, %in_24 : f32 loc(#loc38)
      %235 = arith.addf %in_20, %234 : f32 loc(#loc38)
      %236 = arith.mulf %in_17, %228 : f32 loc(#loc38)
      %237 = arith.mulf %in_15, %in_16 : f32 loc(#loc38)
      %238 = arith.addf %237, %236 : f32 loc(#loc38)
      %239 = arith.divf %238, %235 : f32 loc(#loc38)
      %240 = arith.mulf %in_14, %239 : f32 loc(#loc38)
      %241 = arith.subf %in, %240 : f32 loc(#loc38)
      linalg.yield %241 : f32 loc(#loc38)
    } -> tensor<10x64xf32> loc(#loc38)
    %63 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg68, %arg26, %55, %61, %arg66, %arg3 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("a.Wb"(#loc3)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(Neurons)"(#loc32)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("a.Wb"(#loc3)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc38)
      %227 = arith.mulf %in_16, %cst_3 : f32 loc(#loc68)
      %228 = arith.addf %227, %226 : f32 loc(#loc38)
      %229 = arith.mulf %228, %228 : f32 loc(#loc38)
      %230 = arith.mulf %in_15, %229 : f32 loc(#loc38)
      %231 = arith.mulf %in, %in_14 : f32 loc(#loc38)
      %232 = arith.addf %231, %230 : f32 loc(#loc38)
      linalg.yield %232 : f32 loc(#loc38)
    } -> tensor<10x64xf32> loc(#loc38)
    %64 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg67, %arg25, %54, %61, %arg66, %arg3 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("a.Wb"(#loc3)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(Neurons)"(#loc32)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("a.Wb"(#loc3)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc38)
      %227 = arith.mulf %in_16, %cst_3 : f32 loc(#loc68)
      %228 = arith.addf %227, %226 : f32 loc(#loc38)
      %229 = arith.mulf %in_15, %228 : f32 loc(#loc38)
      %230 = arith.mulf %in, %in_14 : f32 loc(#loc38)
      %231 = arith.addf %230, %229 : f32 loc(#loc38)
      linalg.yield %231 : f32 loc(#loc38)
    } -> tensor<10x64xf32> loc(#loc38)
    %65 = linalg.generic {indexing_maps = [#map6, #map25, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%48, %arg66, %arg4 : tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("grad(l)"(#loc31)), %in_14: f32 loc("Neurons"(#loc)), %in_15: f32 loc("b.Wa"(#loc4)), %out: f32 loc("b.Wa"(#loc4))):
      %226 = arith.mulf %in_14, %in_15 : f32 loc(#loc39)
      %227 = arith.addf %in, %226 : f32 loc(#loc39)
      linalg.yield %227 : f32 loc(#loc39)
    } -> tensor<10x64x64xf32> loc(#loc39)
    %66 = linalg.generic {indexing_maps = [#map6, #map25, #map25, #map6, #map25, #map6, #map25, #map25, #map25, #map6, #map25, #map6, #map25, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg4, %57, %arg67, %arg27, %54, %48, %arg66, %arg69, %arg68, %arg28, %55, %65, %56 : tensor<10x64x64xf32>, tensor<f32>, tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>, tensor<f32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("b.Wa"(#loc4)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("Neurons"(#loc)), %in_16: f32 loc("b.Wa"(#loc4)), %in_17: f32 loc("a.Wa"(#loc2)), %in_18: f32 loc("grad(l)"(#loc31)), %in_19: f32 loc("Neurons"(#loc)), %in_20: f32 loc("Neurons"(#loc)), %in_21: f32 loc("Neurons"(#loc)), %in_22: f32 loc("b.Wa"(#loc4)), %in_23: f32 loc("a.Wa"(#loc2)), %in_24: f32 loc("b.Wa"(#loc4)), %in_25: f32 loc("a.Wa"(#loc2)), %out: f32 loc("l"(#loc31))):
      %226 = arith.mulf %in_24, %in_24 : f32 loc(#loc39)
      %227 = arith.mulf %in_23, %226 : f32 loc(#loc39)
      %228 = arith.mulf %in_21, %in_22 : f32 loc(#loc39)
      %229 = arith.addf %228, %227 : f32 loc(#loc39)
      %230 = math.sqrt %229 : f32 loc(#loc39)
      %231 = arith.mulf %230, %in_25 : f32 loc(#loc39)
      %232 = arith.addf %in_20, %231 : f32 loc(#loc39)
      %233 = arith.mulf %in_19, %in : f32 loc(#loc39)
      %234 = arith.addf %in_18, %233 : f32 loc(#loc39)
      %235 = arith.mulf %in_17, %234 : f32 loc(#loc39)
      %236 = arith.mulf %in_15, %in_16 : f32 loc(#loc39)
      %237 = arith.addf %236, %235 : f32 loc(#loc39)
      %238 = arith.divf %237, %232 : f32 loc(#loc39)
      %239 = arith.mulf %in_14, %238 : f32 loc(#loc39)
      %240 = arith.subf %in, %239 : f32 loc(#loc39)
      linalg.yield %240 : f32 loc(#loc39)
    } -> tensor<10x64x64xf32> loc(#loc39)
    %67 = linalg.generic {indexing_maps = [#map25, #map6, #map25, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg68, %arg28, %55, %65 : tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("b.Wa"(#loc4)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("b.Wa"(#loc4)), %out: f32 loc("l"(#loc31))):
      %226 = arith.mulf %in_16, %in_16 : f32 loc(#loc39)
      %227 = arith.mulf %in_15, %226 : f32 loc(#loc39)
      %228 = arith.mulf %in, %in_14 : f32 loc(#loc39)
      %229 = arith.addf %228, %227 : f32 loc(#loc39)
      linalg.yield %229 : f32 loc(#loc39)
    } -> tensor<10x64x64xf32> loc(#loc39)
    %68 = linalg.generic {indexing_maps = [#map25, #map6, #map25, #map6, #map25, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg67, %arg27, %54, %48, %arg66, %arg4 : tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("b.Wa"(#loc4)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(l)"(#loc31)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("b.Wa"(#loc4)), %out: f32 loc("l"(#loc31))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc39)
      %227 = arith.addf %in_16, %226 : f32 loc(#loc39)
      %228 = arith.mulf %in_15, %227 : f32 loc(#loc39)
      %229 = arith.mulf %in, %in_14 : f32 loc(#loc39)
      %230 = arith.addf %229, %228 : f32 loc(#loc39)
      linalg.yield %230 : f32 loc(#loc39)
    } -> tensor<10x64x64xf32> loc(#loc39)
    %69 = linalg.generic {indexing_maps = [#map13, #map16, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%collapsed, %45 : tensor<?x64xf32>, tensor<?x10xf32>) outs(%51 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_14: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in, %in : f32 loc(#loc76)
      %227 = arith.mulf %226, %in_14 : f32 loc(#loc76)
      %228 = arith.addf %out, %227 : f32 loc(#loc76)
      linalg.yield %228 : f32 loc(#loc76)
    } -> tensor<10x64xf32> loc(#loc76)
    %70 = linalg.generic {indexing_maps = [#map8, #map26, #map26, #map8, #map26, #map8, #map26, #map26, #map26, #map8, #map26, #map26, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg5, %57, %arg67, %arg29, %54, %69, %arg66, %arg69, %arg68, %arg30, %55, %56 : tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<f32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("c.Wa"(#loc5)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("Neurons"(#loc)), %in_16: f32 loc("c.Wa"(#loc5)), %in_17: f32 loc("a.Wa"(#loc2)), %in_18: f32 loc("grad(c)"(#loc25)), %in_19: f32 loc("Neurons"(#loc)), %in_20: f32 loc("Neurons"(#loc)), %in_21: f32 loc("Neurons"(#loc)), %in_22: f32 loc("c.Wa"(#loc5)), %in_23: f32 loc("a.Wa"(#loc2)), %in_24: f32 loc("a.Wa"(#loc2)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_19, %in : f32 loc(#loc40)
      %227 = arith.mulf %in_18, %cst_3 : f32 loc(#loc76)
      %228 = arith.addf %227, %226 : f32 loc(#loc40)
      %229 = arith.mulf %228, %228 : f32 loc(#loc40)
      %230 = arith.mulf %in_23, %229 : f32 loc(#loc40)
      %231 = arith.mulf %in_21, %in_22 : f32 loc(#loc40)
      %232 = arith.addf %231, %230 : f32 loc(#loc40)
      %233 = math.sqrt %232 : f32 loc(#loc40)
      %234 = arith.mulf %233, %in_24 : f32 loc(#loc40)
      %235 = arith.addf %in_20, %234 : f32 loc(#loc40)
      %236 = arith.mulf %in_17, %228 : f32 loc(#loc40)
      %237 = arith.mulf %in_15, %in_16 : f32 loc(#loc40)
      %238 = arith.addf %237, %236 : f32 loc(#loc40)
      %239 = arith.divf %238, %235 : f32 loc(#loc40)
      %240 = arith.mulf %in_14, %239 : f32 loc(#loc40)
      %241 = arith.subf %in, %240 : f32 loc(#loc40)
      linalg.yield %241 : f32 loc(#loc40)
    } -> tensor<10x64xf32> loc(#loc40)
    %71 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg68, %arg30, %55, %69, %arg66, %arg5 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("c.Wa"(#loc5)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(c)"(#loc25)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("c.Wa"(#loc5)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc40)
      %227 = arith.mulf %in_16, %cst_3 : f32 loc(#loc76)
      %228 = arith.addf %227, %226 : f32 loc(#loc40)
      %229 = arith.mulf %228, %228 : f32 loc(#loc40)
      %230 = arith.mulf %in_15, %229 : f32 loc(#loc40)
      %231 = arith.mulf %in, %in_14 : f32 loc(#loc40)
      %232 = arith.addf %231, %230 : f32 loc(#loc40)
      linalg.yield %232 : f32 loc(#loc40)
    } -> tensor<10x64xf32> loc(#loc40)
    %72 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg67, %arg29, %54, %69, %arg66, %arg5 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("c.Wa"(#loc5)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(c)"(#loc25)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("c.Wa"(#loc5)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc40)
      %227 = arith.mulf %in_16, %cst_3 : f32 loc(#loc76)
      %228 = arith.addf %227, %226 : f32 loc(#loc40)
      %229 = arith.mulf %in_15, %228 : f32 loc(#loc40)
      %230 = arith.mulf %in, %in_14 : f32 loc(#loc40)
      %231 = arith.addf %230, %229 : f32 loc(#loc40)
      linalg.yield %231 : f32 loc(#loc40)
    } -> tensor<10x64xf32> loc(#loc40)
    %73 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%5, %45 : tensor<?x10x1xf32>, tensor<?x10xf32>) outs(%3 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("d"(#loc26)), %in_14: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("grad(d)"(#loc26))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc75)
      %227 = arith.mulf %226, %cst : f32 loc(#loc75)
      linalg.yield %227 : f32 loc(#loc75)
    } -> tensor<?x10x1xf32> loc(#loc75)
    %74 = tensor.empty() : tensor<10x1x64xf32> loc(#loc75)
    %75 = linalg.fill ins(%cst_4 : f32) outs(%74 : tensor<10x1x64xf32>) -> tensor<10x1x64xf32> loc(#loc75)
    %76 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %73 : tensor<?x64xf32>, tensor<?x10x1xf32>) outs(%75 : tensor<10x1x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_14: f32 loc("grad(d)"(#loc26)), %out: f32 loc("grad(d)"(#loc26))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc75)
      %227 = arith.addf %out, %226 : f32 loc(#loc75)
      linalg.yield %227 : f32 loc(#loc75)
    } -> tensor<10x1x64xf32> loc(#loc75)
    %collapsed_9 = tensor.collapse_shape %76 [[0], [1, 2]] : tensor<10x1x64xf32> into tensor<10x64xf32> loc(#loc75)
    %77 = linalg.generic {indexing_maps = [#map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%collapsed_9, %arg66, %arg6 : tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("grad(d)"(#loc26)), %in_14: f32 loc("Neurons"(#loc)), %in_15: f32 loc("d.Wa"(#loc6)), %out: f32 loc("d.Wa"(#loc6))):
      %226 = arith.mulf %in_14, %in_15 : f32 loc(#loc41)
      %227 = arith.addf %in, %226 : f32 loc(#loc41)
      linalg.yield %227 : f32 loc(#loc41)
    } -> tensor<10x64xf32> loc(#loc41)
    %78 = linalg.generic {indexing_maps = [#map8, #map26, #map26, #map8, #map26, #map8, #map26, #map26, #map26, #map8, #map26, #map8, #map26, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg6, %57, %arg67, %arg31, %54, %collapsed_9, %arg66, %arg69, %arg68, %arg32, %55, %77, %56 : tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("d.Wa"(#loc6)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("Neurons"(#loc)), %in_16: f32 loc("d.Wa"(#loc6)), %in_17: f32 loc("a.Wa"(#loc2)), %in_18: f32 loc("grad(d)"(#loc26)), %in_19: f32 loc("Neurons"(#loc)), %in_20: f32 loc("Neurons"(#loc)), %in_21: f32 loc("Neurons"(#loc)), %in_22: f32 loc("d.Wa"(#loc6)), %in_23: f32 loc("a.Wa"(#loc2)), %in_24: f32 loc("d.Wa"(#loc6)), %in_25: f32 loc("a.Wa"(#loc2)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_24, %in_24 : f32 loc(#loc41)
      %227 = arith.mulf %in_23, %226 : f32 loc(#loc41)
      %228 = arith.mulf %in_21, %in_22 : f32 loc(#loc41)
      %229 = arith.addf %228, %227 : f32 loc(#loc41)
      %230 = math.sqrt %229 : f32 loc(#loc41)
      %231 = arith.mulf %230, %in_25 : f32 loc(#loc41)
      %232 = arith.addf %in_20, %231 : f32 loc(#loc41)
      %233 = arith.mulf %in_19, %in : f32 loc(#loc41)
      %234 = arith.addf %in_18, %233 : f32 loc(#loc41)
      %235 = arith.mulf %in_17, %234 : f32 loc(#loc41)
      %236 = arith.mulf %in_15, %in_16 : f32 loc(#loc41)
      %237 = arith.addf %236, %235 : f32 loc(#loc41)
      %238 = arith.divf %237, %232 : f32 loc(#loc41)
      %239 = arith.mulf %in_14, %238 : f32 loc(#loc41)
      %240 = arith.subf %in, %239 : f32 loc(#loc41)
      linalg.yield %240 : f32 loc(#loc41)
    } -> tensor<10x64xf32> loc(#loc41)
    %79 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg68, %arg32, %55, %77 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("d.Wa"(#loc6)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("d.Wa"(#loc6)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_16, %in_16 : f32 loc(#loc41)
      %227 = arith.mulf %in_15, %226 : f32 loc(#loc41)
      %228 = arith.mulf %in, %in_14 : f32 loc(#loc41)
      %229 = arith.addf %228, %227 : f32 loc(#loc41)
      linalg.yield %229 : f32 loc(#loc41)
    } -> tensor<10x64xf32> loc(#loc41)
    %80 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg67, %arg31, %54, %collapsed_9, %arg66, %arg6 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("d.Wa"(#loc6)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(d)"(#loc26)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("d.Wa"(#loc6)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc41)
      %227 = arith.addf %in_16, %226 : f32 loc(#loc41)
      %228 = arith.mulf %in_15, %227 : f32 loc(#loc41)
      %229 = arith.mulf %in, %in_14 : f32 loc(#loc41)
      %230 = arith.addf %229, %228 : f32 loc(#loc41)
      linalg.yield %230 : f32 loc(#loc41)
    } -> tensor<10x64xf32> loc(#loc41)
    %81 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%8, %45 : tensor<?x10x1xf32>, tensor<?x10xf32>) outs(%3 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_14: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("grad(e)"(#loc27))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc74)
      %227 = arith.mulf %226, %cst_3 : f32 loc(#loc74)
      linalg.yield %227 : f32 loc(#loc74)
    } -> tensor<?x10x1xf32> loc(#loc74)
    %82 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %81 : tensor<?x64xf32>, tensor<?x10x1xf32>) outs(%75 : tensor<10x1x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_14: f32 loc("grad(e)"(#loc27)), %out: f32 loc("grad(e)"(#loc27))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc74)
      %227 = arith.addf %out, %226 : f32 loc(#loc74)
      linalg.yield %227 : f32 loc(#loc74)
    } -> tensor<10x1x64xf32> loc(#loc74)
    %collapsed_10 = tensor.collapse_shape %82 [[0], [1, 2]] : tensor<10x1x64xf32> into tensor<10x64xf32> loc(#loc74)
    %83 = linalg.generic {indexing_maps = [#map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%collapsed_10, %arg66, %arg7 : tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("grad(e)"(#loc27)), %in_14: f32 loc("Neurons"(#loc)), %in_15: f32 loc("e.Wa"(#loc7)), %out: f32 loc("e.Wa"(#loc7))):
      %226 = arith.mulf %in_14, %in_15 : f32 loc(#loc42)
      %227 = arith.addf %in, %226 : f32 loc(#loc42)
      linalg.yield %227 : f32 loc(#loc42)
    } -> tensor<10x64xf32> loc(#loc42)
    %84 = linalg.generic {indexing_maps = [#map8, #map26, #map26, #map8, #map26, #map8, #map26, #map26, #map26, #map8, #map26, #map8, #map26, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg7, %57, %arg67, %arg33, %54, %collapsed_10, %arg66, %arg69, %arg68, %arg34, %55, %83, %56 : tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("e.Wa"(#loc7)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("Neurons"(#loc)), %in_16: f32 loc("e.Wa"(#loc7)), %in_17: f32 loc("a.Wa"(#loc2)), %in_18: f32 loc("grad(e)"(#loc27)), %in_19: f32 loc("Neurons"(#loc)), %in_20: f32 loc("Neurons"(#loc)), %in_21: f32 loc("Neurons"(#loc)), %in_22: f32 loc("e.Wa"(#loc7)), %in_23: f32 loc("a.Wa"(#loc2)), %in_24: f32 loc("e.Wa"(#loc7)), %in_25: f32 loc("a.Wa"(#loc2)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_24, %in_24 : f32 loc(#loc42)
      %227 = arith.mulf %in_23, %226 : f32 loc(#loc42)
      %228 = arith.mulf %in_21, %in_22 : f32 loc(#loc42)
      %229 = arith.addf %228, %227 : f32 loc(#loc42)
      %230 = math.sqrt %229 : f32 loc(#loc42)
      %231 = arith.mulf %230, %in_25 : f32 loc(#loc42)
      %232 = arith.addf %in_20, %231 : f32 loc(#loc42)
      %233 = arith.mulf %in_19, %in : f32 loc(#loc42)
      %234 = arith.addf %in_18, %233 : f32 loc(#loc42)
      %235 = arith.mulf %in_17, %234 : f32 loc(#loc42)
      %236 = arith.mulf %in_15, %in_16 : f32 loc(#loc42)
      %237 = arith.addf %236, %235 : f32 loc(#loc42)
      %238 = arith.divf %237, %232 : f32 loc(#loc42)
      %239 = arith.mulf %in_14, %238 : f32 loc(#loc42)
      %240 = arith.subf %in, %239 : f32 loc(#loc42)
      linalg.yield %240 : f32 loc(#loc42)
    } -> tensor<10x64xf32> loc(#loc42)
    %85 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg68, %arg34, %55, %83 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("e.Wa"(#loc7)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("e.Wa"(#loc7)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_16, %in_16 : f32 loc(#loc42)
      %227 = arith.mulf %in_15, %226 : f32 loc(#loc42)
      %228 = arith.mulf %in, %in_14 : f32 loc(#loc42)
      %229 = arith.addf %228, %227 : f32 loc(#loc42)
      linalg.yield %229 : f32 loc(#loc42)
    } -> tensor<10x64xf32> loc(#loc42)
    %86 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg67, %arg33, %54, %collapsed_10, %arg66, %arg7 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("e.Wa"(#loc7)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(e)"(#loc27)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("e.Wa"(#loc7)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc42)
      %227 = arith.addf %in_16, %226 : f32 loc(#loc42)
      %228 = arith.mulf %in_15, %227 : f32 loc(#loc42)
      %229 = arith.mulf %in, %in_14 : f32 loc(#loc42)
      %230 = arith.addf %229, %228 : f32 loc(#loc42)
      linalg.yield %230 : f32 loc(#loc42)
    } -> tensor<10x64xf32> loc(#loc42)
    %87 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%7, %45 : tensor<?x10x1xf32>, tensor<?x10xf32>) outs(%3 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("e"(#loc27)), %in_14: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("grad(e)"(#loc27))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc74)
      %227 = arith.mulf %226, %cst_3 : f32 loc(#loc74)
      linalg.yield %227 : f32 loc(#loc74)
    } -> tensor<?x10x1xf32> loc(#loc74)
    %88 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %87 : tensor<?x64xf32>, tensor<?x10x1xf32>) outs(%75 : tensor<10x1x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_14: f32 loc("grad(e)"(#loc27)), %out: f32 loc("grad(e)"(#loc27))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc74)
      %227 = arith.addf %out, %226 : f32 loc(#loc74)
      linalg.yield %227 : f32 loc(#loc74)
    } -> tensor<10x1x64xf32> loc(#loc74)
    %collapsed_11 = tensor.collapse_shape %88 [[0], [1, 2]] : tensor<10x1x64xf32> into tensor<10x64xf32> loc(#loc74)
    %89 = linalg.generic {indexing_maps = [#map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%collapsed_11, %arg66, %arg8 : tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("grad(e)"(#loc27)), %in_14: f32 loc("Neurons"(#loc)), %in_15: f32 loc("e.Wb"(#loc8)), %out: f32 loc("e.Wb"(#loc8))):
      %226 = arith.mulf %in_14, %in_15 : f32 loc(#loc43)
      %227 = arith.addf %in, %226 : f32 loc(#loc43)
      linalg.yield %227 : f32 loc(#loc43)
    } -> tensor<10x64xf32> loc(#loc43)
    %90 = linalg.generic {indexing_maps = [#map8, #map26, #map26, #map8, #map26, #map8, #map26, #map26, #map26, #map8, #map26, #map8, #map26, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg8, %57, %arg67, %arg35, %54, %collapsed_11, %arg66, %arg69, %arg68, %arg36, %55, %89, %56 : tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("e.Wb"(#loc8)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("Neurons"(#loc)), %in_16: f32 loc("e.Wb"(#loc8)), %in_17: f32 loc("a.Wa"(#loc2)), %in_18: f32 loc("grad(e)"(#loc27)), %in_19: f32 loc("Neurons"(#loc)), %in_20: f32 loc("Neurons"(#loc)), %in_21: f32 loc("Neurons"(#loc)), %in_22: f32 loc("e.Wb"(#loc8)), %in_23: f32 loc("a.Wa"(#loc2)), %in_24: f32 loc("e.Wb"(#loc8)), %in_25: f32 loc("a.Wa"(#loc2)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_24, %in_24 : f32 loc(#loc43)
      %227 = arith.mulf %in_23, %226 : f32 loc(#loc43)
      %228 = arith.mulf %in_21, %in_22 : f32 loc(#loc43)
      %229 = arith.addf %228, %227 : f32 loc(#loc43)
      %230 = math.sqrt %229 : f32 loc(#loc43)
      %231 = arith.mulf %230, %in_25 : f32 loc(#loc43)
      %232 = arith.addf %in_20, %231 : f32 loc(#loc43)
      %233 = arith.mulf %in_19, %in : f32 loc(#loc43)
      %234 = arith.addf %in_18, %233 : f32 loc(#loc43)
      %235 = arith.mulf %in_17, %234 : f32 loc(#loc43)
      %236 = arith.mulf %in_15, %in_16 : f32 loc(#loc43)
      %237 = arith.addf %236, %235 : f32 loc(#loc43)
      %238 = arith.divf %237, %232 : f32 loc(#loc43)
      %239 = arith.mulf %in_14, %238 : f32 loc(#loc43)
      %240 = arith.subf %in, %239 : f32 loc(#loc43)
      linalg.yield %240 : f32 loc(#loc43)
    } -> tensor<10x64xf32> loc(#loc43)
    %91 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg68, %arg36, %55, %89 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("e.Wb"(#loc8)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("e.Wb"(#loc8)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_16, %in_16 : f32 loc(#loc43)
      %227 = arith.mulf %in_15, %226 : f32 loc(#loc43)
      %228 = arith.mulf %in, %in_14 : f32 loc(#loc43)
      %229 = arith.addf %228, %227 : f32 loc(#loc43)
      linalg.yield %229 : f32 loc(#loc43)
    } -> tensor<10x64xf32> loc(#loc43)
    %92 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg67, %arg35, %54, %collapsed_11, %arg66, %arg8 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("e.Wb"(#loc8)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(e)"(#loc27)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("e.Wb"(#loc8)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc43)
      %227 = arith.addf %in_16, %226 : f32 loc(#loc43)
      %228 = arith.mulf %in_15, %227 : f32 loc(#loc43)
      %229 = arith.mulf %in, %in_14 : f32 loc(#loc43)
      %230 = arith.addf %229, %228 : f32 loc(#loc43)
      linalg.yield %230 : f32 loc(#loc43)
    } -> tensor<10x64xf32> loc(#loc43)
    %93 = linalg.generic {indexing_maps = [#map6, #map25, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%48, %arg66, %arg9 : tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("grad(l)"(#loc31)), %in_14: f32 loc("Neurons"(#loc)), %in_15: f32 loc("f.Wa"(#loc9)), %out: f32 loc("f.Wa"(#loc9))):
      %226 = arith.mulf %in_14, %in_15 : f32 loc(#loc44)
      %227 = arith.addf %in, %226 : f32 loc(#loc44)
      linalg.yield %227 : f32 loc(#loc44)
    } -> tensor<10x64x64xf32> loc(#loc44)
    %94 = linalg.generic {indexing_maps = [#map6, #map25, #map25, #map6, #map25, #map6, #map25, #map25, #map25, #map6, #map25, #map6, #map25, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg9, %57, %arg67, %arg37, %54, %48, %arg66, %arg69, %arg68, %arg38, %55, %93, %56 : tensor<10x64x64xf32>, tensor<f32>, tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>, tensor<f32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("f.Wa"(#loc9)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("Neurons"(#loc)), %in_16: f32 loc("f.Wa"(#loc9)), %in_17: f32 loc("a.Wa"(#loc2)), %in_18: f32 loc("grad(l)"(#loc31)), %in_19: f32 loc("Neurons"(#loc)), %in_20: f32 loc("Neurons"(#loc)), %in_21: f32 loc("Neurons"(#loc)), %in_22: f32 loc("f.Wa"(#loc9)), %in_23: f32 loc("a.Wa"(#loc2)), %in_24: f32 loc("f.Wa"(#loc9)), %in_25: f32 loc("a.Wa"(#loc2)), %out: f32 loc("l"(#loc31))):
      %226 = arith.mulf %in_24, %in_24 : f32 loc(#loc44)
      %227 = arith.mulf %in_23, %226 : f32 loc(#loc44)
      %228 = arith.mulf %in_21, %in_22 : f32 loc(#loc44)
      %229 = arith.addf %228, %227 : f32 loc(#loc44)
      %230 = math.sqrt %229 : f32 loc(#loc44)
      %231 = arith.mulf %230, %in_25 : f32 loc(#loc44)
      %232 = arith.addf %in_20, %231 : f32 loc(#loc44)
      %233 = arith.mulf %in_19, %in : f32 loc(#loc44)
      %234 = arith.addf %in_18, %233 : f32 loc(#loc44)
      %235 = arith.mulf %in_17, %234 : f32 loc(#loc44)
      %236 = arith.mulf %in_15, %in_16 : f32 loc(#loc44)
      %237 = arith.addf %236, %235 : f32 loc(#loc44)
      %238 = arith.divf %237, %232 : f32 loc(#loc44)
      %239 = arith.mulf %in_14, %238 : f32 loc(#loc44)
      %240 = arith.subf %in, %239 : f32 loc(#loc44)
      linalg.yield %240 : f32 loc(#loc44)
    } -> tensor<10x64x64xf32> loc(#loc44)
    %95 = linalg.generic {indexing_maps = [#map25, #map6, #map25, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg68, %arg38, %55, %93 : tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("f.Wa"(#loc9)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("f.Wa"(#loc9)), %out: f32 loc("l"(#loc31))):
      %226 = arith.mulf %in_16, %in_16 : f32 loc(#loc44)
      %227 = arith.mulf %in_15, %226 : f32 loc(#loc44)
      %228 = arith.mulf %in, %in_14 : f32 loc(#loc44)
      %229 = arith.addf %228, %227 : f32 loc(#loc44)
      linalg.yield %229 : f32 loc(#loc44)
    } -> tensor<10x64x64xf32> loc(#loc44)
    %96 = linalg.generic {indexing_maps = [#map25, #map6, #map25, #map6, #map25, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg67, %arg37, %54, %48, %arg66, %arg9 : tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("f.Wa"(#loc9)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(l)"(#loc31)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("f.Wa"(#loc9)), %out: f32 loc("l"(#loc31))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc44)
      %227 = arith.addf %in_16, %226 : f32 loc(#loc44)
      %228 = arith.mulf %in_15, %227 : f32 loc(#loc44)
      %229 = arith.mulf %in, %in_14 : f32 loc(#loc44)
      %230 = arith.addf %229, %228 : f32 loc(#loc44)
      linalg.yield %230 : f32 loc(#loc44)
    } -> tensor<10x64x64xf32> loc(#loc44)
    %97 = linalg.generic {indexing_maps = [#map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%69, %arg66, %arg10 : tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("grad(c)"(#loc25)), %in_14: f32 loc("Neurons"(#loc)), %in_15: f32 loc("f.Wb"(#loc10)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_14, %in_15 : f32 loc(#loc45)
      %227 = arith.mulf %in, %cst_3 : f32 loc(#loc76)
      %228 = arith.addf %227, %226 : f32 loc(#loc45)
      linalg.yield %228 : f32 loc(#loc45)
    } -> tensor<10x64xf32> loc(#loc45)
    %98 = linalg.generic {indexing_maps = [#map8, #map26, #map26, #map8, #map26, #map8, #map26, #map26, #map26, #map8, #map26, #map8, #map26, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg10, %57, %arg67, %arg39, %54, %69, %arg66, %arg69, %arg68, %arg40, %55, %97, %56 : tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("f.Wb"(#loc10)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("Neurons"(#loc)), %in_16: f32 loc("f.Wb"(#loc10)), %in_17: f32 loc("a.Wa"(#loc2)), %in_18: f32 loc("grad(c)"(#loc25)), %in_19: f32 loc("Neurons"(#loc)), %in_20: f32 loc("Neurons"(#loc)), %in_21: f32 loc("Neurons"(#loc)), %in_22: f32 loc("f.Wb"(#loc10)), %in_23: f32 loc("a.Wa"(#loc2)), %in_24: f32 loc("f.Wb"(#loc10)), %in_25: f32 loc("a.Wa"(#loc2)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_24, %in_24 : f32 loc(#loc45)
      %227 = arith.mulf %in_23, %226 : f32 loc(#loc45)
      %228 = arith.mulf %in_21, %in_22 : f32 loc(#loc45)
      %229 = arith.addf %228, %227 : f32 loc(#loc45)
      %230 = math.sqrt %229 : f32 loc(#loc45)
      %231 = arith.mulf %230, %in_25 : f32 loc(#loc45)
      %232 = arith.addf %in_20, %231 : f32 loc(#loc45)
      %233 = arith.mulf %in_19, %in : f32 loc(#loc45)
      %234 = arith.mulf %in_18, %cst_3 : f32 loc(#loc76)
      %235 = arith.addf %234, %233 : f32 loc(#loc45)
      %236 = arith.mulf %in_17, %235 : f32 loc(#loc45)
      %237 = arith.mulf %in_15, %in_16 : f32 loc(#loc45)
      %238 = arith.addf %237, %236 : f32 loc(#loc45)
      %239 = arith.divf %238, %232 : f32 loc(#loc45)
      %240 = arith.mulf %in_14, %239 : f32 loc(#loc45)
      %241 = arith.subf %in, %240 : f32 loc(#loc45)
      linalg.yield %241 : f32 loc(#loc45)
    } -> tensor<10x64xf32> loc(#loc45)
    %99 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg68, %arg40, %55, %97 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("f.Wb"(#loc10)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("f.Wb"(#loc10)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_16, %in_16 : f32 loc(#loc45)
      %227 = arith.mulf %in_15, %226 : f32 loc(#loc45)
      %228 = arith.mulf %in, %in_14 : f32 loc(#loc45)
      %229 = arith.addf %228, %227 : f32 loc(#loc45)
      linalg.yield %229 : f32 loc(#loc45)
    } -> tensor<10x64xf32> loc(#loc45)
    %100 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg67, %arg39, %54, %69, %arg66, %arg10 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("f.Wb"(#loc10)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(c)"(#loc25)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("f.Wb"(#loc10)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc45)
      %227 = arith.mulf %in_16, %cst_3 : f32 loc(#loc76)
      %228 = arith.addf %227, %226 : f32 loc(#loc45)
      %229 = arith.mulf %in_15, %228 : f32 loc(#loc45)
      %230 = arith.mulf %in, %in_14 : f32 loc(#loc45)
      %231 = arith.addf %230, %229 : f32 loc(#loc45)
      linalg.yield %231 : f32 loc(#loc45)
    } -> tensor<10x64xf32> loc(#loc45)
    %101 = linalg.generic {indexing_maps = [#map8, #map7, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%16, %arg15, %45 : tensor<?x10xf32>, tensor<10xf32>, tensor<?x10xf32>) outs(%0 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g"(#loc29)), %in_14: f32 loc("g.bb"(#loc15)), %in_15: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("c"(#loc25))):
      %226 = arith.addf %in, %in_14 : f32 loc(#loc63)
      %227 = arith.mulf %226, %in_15 : f32 loc(#loc72)
      %228 = arith.mulf %227, %cst_3 : f32 loc(#loc72)
      linalg.yield %228 : f32 loc(#loc72)
    } -> tensor<?x10xf32> loc(#loc72)
    %102 = linalg.generic {indexing_maps = [#map13, #map16, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%collapsed, %101 : tensor<?x64xf32>, tensor<?x10xf32>) outs(%51 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_14: f32 loc("grad(g)"(#loc29)), %out: f32 loc("grad(g)"(#loc29))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc72)
      %227 = arith.addf %out, %226 : f32 loc(#loc72)
      linalg.yield %227 : f32 loc(#loc72)
    } -> tensor<10x64xf32> loc(#loc72)
    %103 = linalg.generic {indexing_maps = [#map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%102, %arg66, %arg11 : tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("grad(g)"(#loc29)), %in_14: f32 loc("Neurons"(#loc)), %in_15: f32 loc("g.Wa"(#loc11)), %out: f32 loc("g.Wa"(#loc11))):
      %226 = arith.mulf %in_14, %in_15 : f32 loc(#loc46)
      %227 = arith.addf %in, %226 : f32 loc(#loc46)
      linalg.yield %227 : f32 loc(#loc46)
    } -> tensor<10x64xf32> loc(#loc46)
    %104 = linalg.generic {indexing_maps = [#map8, #map26, #map26, #map8, #map26, #map8, #map26, #map26, #map26, #map8, #map26, #map8, #map26, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg11, %57, %arg67, %arg41, %54, %102, %arg66, %arg69, %arg68, %arg42, %55, %103, %56 : tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("g.Wa"(#loc11)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("Neurons"(#loc)), %in_16: f32 loc("g.Wa"(#loc11)), %in_17: f32 loc("a.Wa"(#loc2)), %in_18: f32 loc("grad(g)"(#loc29)), %in_19: f32 loc("Neurons"(#loc)), %in_20: f32 loc("Neurons"(#loc)), %in_21: f32 loc("Neurons"(#loc)), %in_22: f32 loc("g.Wa"(#loc11)), %in_23: f32 loc("a.Wa"(#loc2)), %in_24: f32 loc("g.Wa"(#loc11)), %in_25: f32 loc("a.Wa"(#loc2)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_24, %in_24 : f32 loc(#loc46)
      %227 = arith.mulf %in_23, %226 : f32 loc(#loc46)
      %228 = arith.mulf %in_21, %in_22 : f32 loc(#loc46)
      %229 = arith.addf %228, %227 : f32 loc(#loc46)
      %230 = math.sqrt %229 : f32 loc(#loc46)
      %231 = arith.mulf %230, %in_25 : f32 loc(#loc46)
      %232 = arith.addf %in_20, %231 : f32 loc(#loc46)
      %233 = arith.mulf %in_19, %in : f32 loc(#loc46)
      %234 = arith.addf %in_18, %233 : f32 loc(#loc46)
      %235 = arith.mulf %in_17, %234 : f32 loc(#loc46)
      %236 = arith.mulf %in_15, %in_16 : f32 loc(#loc46)
      %237 = arith.addf %236, %235 : f32 loc(#loc46)
      %238 = arith.divf %237, %232 : f32 loc(#loc46)
      %239 = arith.mulf %in_14, %238 : f32 loc(#loc46)
      %240 = arith.subf %in, %239 : f32 loc(#loc46)
      linalg.yield %240 : f32 loc(#loc46)
    } -> tensor<10x64xf32> loc(#loc46)
    %105 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg68, %arg42, %55, %103 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("g.Wa"(#loc11)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("g.Wa"(#loc11)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_16, %in_16 : f32 loc(#loc46)
      %227 = arith.mulf %in_15, %226 : f32 loc(#loc46)
      %228 = arith.mulf %in, %in_14 : f32 loc(#loc46)
      %229 = arith.addf %228, %227 : f32 loc(#loc46)
      linalg.yield %229 : f32 loc(#loc46)
    } -> tensor<10x64xf32> loc(#loc46)
    %106 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg67, %arg41, %54, %102, %arg66, %arg11 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("g.Wa"(#loc11)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(g)"(#loc29)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("g.Wa"(#loc11)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc46)
      %227 = arith.addf %in_16, %226 : f32 loc(#loc46)
      %228 = arith.mulf %in_15, %227 : f32 loc(#loc46)
      %229 = arith.mulf %in, %in_14 : f32 loc(#loc46)
      %230 = arith.addf %229, %228 : f32 loc(#loc46)
      linalg.yield %230 : f32 loc(#loc46)
    } -> tensor<10x64xf32> loc(#loc46)
    %107 = linalg.generic {indexing_maps = [#map8, #map7, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%15, %arg14, %45 : tensor<?x10xf32>, tensor<10xf32>, tensor<?x10xf32>) outs(%0 : tensor<?x10xf32>) {
    ^bb0(%in: f32 loc("g"(#loc29)), %in_14: f32 loc("g.ba"(#loc14)), %in_15: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("c"(#loc25))):
      %226 = arith.addf %in, %in_14 : f32 loc(#loc63)
      %227 = arith.mulf %226, %in_15 : f32 loc(#loc72)
      %228 = arith.mulf %227, %cst_3 : f32 loc(#loc72)
      linalg.yield %228 : f32 loc(#loc72)
    } -> tensor<?x10xf32> loc(#loc72)
    %108 = linalg.generic {indexing_maps = [#map13, #map16, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%collapsed, %107 : tensor<?x64xf32>, tensor<?x10xf32>) outs(%51 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_14: f32 loc("grad(g)"(#loc29)), %out: f32 loc("grad(g)"(#loc29))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc72)
      %227 = arith.addf %out, %226 : f32 loc(#loc72)
      linalg.yield %227 : f32 loc(#loc72)
    } -> tensor<10x64xf32> loc(#loc72)
    %109 = linalg.generic {indexing_maps = [#map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%108, %arg66, %arg12 : tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("grad(g)"(#loc29)), %in_14: f32 loc("Neurons"(#loc)), %in_15: f32 loc("g.Wb"(#loc12)), %out: f32 loc("g.Wb"(#loc12))):
      %226 = arith.mulf %in_14, %in_15 : f32 loc(#loc47)
      %227 = arith.addf %in, %226 : f32 loc(#loc47)
      linalg.yield %227 : f32 loc(#loc47)
    } -> tensor<10x64xf32> loc(#loc47)
    %110 = linalg.generic {indexing_maps = [#map8, #map26, #map26, #map8, #map26, #map8, #map26, #map26, #map26, #map8, #map26, #map8, #map26, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg12, %57, %arg67, %arg43, %54, %108, %arg66, %arg69, %arg68, %arg44, %55, %109, %56 : tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("g.Wb"(#loc12)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("Neurons"(#loc)), %in_16: f32 loc("g.Wb"(#loc12)), %in_17: f32 loc("a.Wa"(#loc2)), %in_18: f32 loc("grad(g)"(#loc29)), %in_19: f32 loc("Neurons"(#loc)), %in_20: f32 loc("Neurons"(#loc)), %in_21: f32 loc("Neurons"(#loc)), %in_22: f32 loc("g.Wb"(#loc12)), %in_23: f32 loc("a.Wa"(#loc2)), %in_24: f32 loc("g.Wb"(#loc12)), %in_25: f32 loc("a.Wa"(#loc2)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_24, %in_24 : f32 loc(#loc47)
      %227 = arith.mulf %in_23, %226 : f32 loc(#loc47)
      %228 = arith.mulf %in_21, %in_22 : f32 loc(#loc47)
      %229 = arith.addf %228, %227 : f32 loc(#loc47)
      %230 = math.sqrt %229 : f32 loc(#loc47)
      %231 = arith.mulf %230, %in_25 : f32 loc(#loc47)
      %232 = arith.addf %in_20, %231 : f32 loc(#loc47)
      %233 = arith.mulf %in_19, %in : f32 loc(#loc47)
      %234 = arith.addf %in_18, %233 : f32 loc(#loc47)
      %235 = arith.mulf %in_17, %234 : f32 loc(#loc47)
      %236 = arith.mulf %in_15, %in_16 : f32 loc(#loc47)
      %237 = arith.addf %236, %235 : f32 loc(#loc47)
      %238 = arith.divf %237, %232 : f32 loc(#loc47)
      %239 = arith.mulf %in_14, %238 : f32 loc(#loc47)
      %240 = arith.subf %in, %239 : f32 loc(#loc47)
      linalg.yield %240 : f32 loc(#loc47)
    } -> tensor<10x64xf32> loc(#loc47)
    %111 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg68, %arg44, %55, %109 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("g.Wb"(#loc12)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("g.Wb"(#loc12)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_16, %in_16 : f32 loc(#loc47)
      %227 = arith.mulf %in_15, %226 : f32 loc(#loc47)
      %228 = arith.mulf %in, %in_14 : f32 loc(#loc47)
      %229 = arith.addf %228, %227 : f32 loc(#loc47)
      linalg.yield %229 : f32 loc(#loc47)
    } -> tensor<10x64xf32> loc(#loc47)
    %112 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg67, %arg43, %54, %108, %arg66, %arg12 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("g.Wb"(#loc12)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(g)"(#loc29)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("g.Wb"(#loc12)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc47)
      %227 = arith.addf %in_16, %226 : f32 loc(#loc47)
      %228 = arith.mulf %in_15, %227 : f32 loc(#loc47)
      %229 = arith.mulf %in, %in_14 : f32 loc(#loc47)
      %230 = arith.addf %229, %228 : f32 loc(#loc47)
      linalg.yield %230 : f32 loc(#loc47)
    } -> tensor<10x64xf32> loc(#loc47)
    %113 = linalg.generic {indexing_maps = [#map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%69, %arg66, %arg13 : tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("grad(c)"(#loc25)), %in_14: f32 loc("Neurons"(#loc)), %in_15: f32 loc("g.Wc"(#loc13)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_14, %in_15 : f32 loc(#loc48)
      %227 = arith.mulf %in, %cst_3 : f32 loc(#loc76)
      %228 = arith.addf %227, %226 : f32 loc(#loc48)
      linalg.yield %228 : f32 loc(#loc48)
    } -> tensor<10x64xf32> loc(#loc48)
    %114 = linalg.generic {indexing_maps = [#map8, #map26, #map26, #map8, #map26, #map8, #map26, #map26, #map26, #map8, #map26, #map8, #map26, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg13, %57, %arg67, %arg45, %54, %69, %arg66, %arg69, %arg68, %arg46, %55, %113, %56 : tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("g.Wc"(#loc13)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("Neurons"(#loc)), %in_16: f32 loc("g.Wc"(#loc13)), %in_17: f32 loc("a.Wa"(#loc2)), %in_18: f32 loc("grad(c)"(#loc25)), %in_19: f32 loc("Neurons"(#loc)), %in_20: f32 loc("Neurons"(#loc)), %in_21: f32 loc("Neurons"(#loc)), %in_22: f32 loc("g.Wc"(#loc13)), %in_23: f32 loc("a.Wa"(#loc2)), %in_24: f32 loc("g.Wc"(#loc13)), %in_25: f32 loc("a.Wa"(#loc2)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_24, %in_24 : f32 loc(#loc48)
      %227 = arith.mulf %in_23, %226 : f32 loc(#loc48)
      %228 = arith.mulf %in_21, %in_22 : f32 loc(#loc48)
      %229 = arith.addf %228, %227 : f32 loc(#loc48)
      %230 = math.sqrt %229 : f32 loc(#loc48)
      %231 = arith.mulf %230, %in_25 : f32 loc(#loc48)
      %232 = arith.addf %in_20, %231 : f32 loc(#loc48)
      %233 = arith.mulf %in_19, %in : f32 loc(#loc48)
      %234 = arith.mulf %in_18, %cst_3 : f32 loc(#loc76)
      %235 = arith.addf %234, %233 : f32 loc(#loc48)
      %236 = arith.mulf %in_17, %235 : f32 loc(#loc48)
      %237 = arith.mulf %in_15, %in_16 : f32 loc(#loc48)
      %238 = arith.addf %237, %236 : f32 loc(#loc48)
      %239 = arith.divf %238, %232 : f32 loc(#loc48)
      %240 = arith.mulf %in_14, %239 : f32 loc(#loc48)
      %241 = arith.subf %in, %240 : f32 loc(#loc48)
      linalg.yield %241 : f32 loc(#loc48)
    } -> tensor<10x64xf32> loc(#loc48)
    %115 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg68, %arg46, %55, %113 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("g.Wc"(#loc13)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("g.Wc"(#loc13)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_16, %in_16 : f32 loc(#loc48)
      %227 = arith.mulf %in_15, %226 : f32 loc(#loc48)
      %228 = arith.mulf %in, %in_14 : f32 loc(#loc48)
      %229 = arith.addf %228, %227 : f32 loc(#loc48)
      linalg.yield %229 : f32 loc(#loc48)
    } -> tensor<10x64xf32> loc(#loc48)
    %116 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg67, %arg45, %54, %69, %arg66, %arg13 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("g.Wc"(#loc13)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(c)"(#loc25)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("g.Wc"(#loc13)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc48)
      %227 = arith.mulf %in_16, %cst_3 : f32 loc(#loc76)
      %228 = arith.addf %227, %226 : f32 loc(#loc48)
      %229 = arith.mulf %in_15, %228 : f32 loc(#loc48)
      %230 = arith.mulf %in, %in_14 : f32 loc(#loc48)
      %231 = arith.addf %230, %229 : f32 loc(#loc48)
      linalg.yield %231 : f32 loc(#loc48)
    } -> tensor<10x64xf32> loc(#loc48)
    %117 = tensor.empty() : tensor<10xf32> loc(#loc49)
    %118 = linalg.fill ins(%cst_4 : f32) outs(%117 : tensor<10xf32>) -> tensor<10xf32> loc(#loc72)
    %119 = linalg.generic {indexing_maps = [#map17, #map18], iterator_types = ["parallel", "reduction"]} ins(%101 : tensor<?x10xf32>) outs(%118 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("grad(g)"(#loc29)), %out: f32 loc("grad(g)"(#loc29))):
      %226 = arith.addf %out, %in : f32 loc(#loc72)
      linalg.yield %226 : f32 loc(#loc72)
    } -> tensor<10xf32> loc(#loc72)
    %120 = linalg.generic {indexing_maps = [#map19, #map23, #map19, #map19], iterator_types = ["parallel"]} ins(%119, %arg66, %arg14 : tensor<10xf32>, tensor<f32>, tensor<10xf32>) outs(%117 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("grad(g)"(#loc29)), %in_14: f32 loc("Neurons"(#loc)), %in_15: f32 loc("g.ba"(#loc14)), %out: f32 loc("g.ba"(#loc14))):
      %226 = arith.mulf %in_14, %in_15 : f32 loc(#loc49)
      %227 = arith.addf %in, %226 : f32 loc(#loc49)
      linalg.yield %227 : f32 loc(#loc49)
    } -> tensor<10xf32> loc(#loc49)
    %121 = linalg.generic {indexing_maps = [#map19, #map23, #map23, #map19, #map23, #map19, #map23, #map23, #map23, #map19, #map23, #map19, #map23, #map19], iterator_types = ["parallel"]} ins(%arg14, %57, %arg67, %arg47, %54, %119, %arg66, %arg69, %arg68, %arg48, %55, %120, %56 : tensor<10xf32>, tensor<f32>, tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<10xf32>, tensor<f32>) outs(%117 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("g.ba"(#loc14)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("Neurons"(#loc)), %in_16: f32 loc("g.ba"(#loc14)), %in_17: f32 loc("a.Wa"(#loc2)), %in_18: f32 loc("grad(g)"(#loc29)), %in_19: f32 loc("Neurons"(#loc)), %in_20: f32 loc("Neurons"(#loc)), %in_21: f32 loc("Neurons"(#loc)), %in_22: f32 loc("g.ba"(#loc14)), %in_23: f32 loc("a.Wa"(#loc2)), %in_24: f32 loc("g.ba"(#loc14)), %in_25: f32 loc("a.Wa"(#loc2)), %out: f32 loc("g.ba"(#loc14))):
      %226 = arith.mulf %in_24, %in_24 : f32 loc(#loc49)
      %227 = arith.mulf %in_23, %226 : f32 loc(#loc49)
      %228 = arith.mulf %in_21, %in_22 : f32 loc(#loc49)
      %229 = arith.addf %228, %227 : f32 loc(#loc49)
      %230 = math.sqrt %229 : f32 loc(#loc49)
      %231 = arith.mulf %230, %in_25 : f32 loc(#loc49)
      %232 = arith.addf %in_20, %231 : f32 loc(#loc49)
      %233 = arith.mulf %in_19, %in : f32 loc(#loc49)
      %234 = arith.addf %in_18, %233 : f32 loc(#loc49)
      %235 = arith.mulf %in_17, %234 : f32 loc(#loc49)
      %236 = arith.mulf %in_15, %in_16 : f32 loc(#loc49)
      %237 = arith.addf %236, %235 : f32 loc(#loc49)
      %238 = arith.divf %237, %232 : f32 loc(#loc49)
      %239 = arith.mulf %in_14, %238 : f32 loc(#loc49)
      %240 = arith.subf %in, %239 : f32 loc(#loc49)
      linalg.yield %240 : f32 loc(#loc49)
    } -> tensor<10xf32> loc(#loc49)
    %122 = linalg.generic {indexing_maps = [#map23, #map19, #map23, #map19, #map19], iterator_types = ["parallel"]} ins(%arg68, %arg48, %55, %120 : tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<10xf32>) outs(%117 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("g.ba"(#loc14)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("g.ba"(#loc14)), %out: f32 loc("g.ba"(#loc14))):
      %226 = arith.mulf %in_16, %in_16 : f32 loc(#loc49)
      %227 = arith.mulf %in_15, %226 : f32 loc(#loc49)
      %228 = arith.mulf %in, %in_14 : f32 loc(#loc49)
      %229 = arith.addf %228, %227 : f32 loc(#loc49)
      linalg.yield %229 : f32 loc(#loc49)
    } -> tensor<10xf32> loc(#loc49)
    %123 = linalg.generic {indexing_maps = [#map23, #map19, #map23, #map19, #map23, #map19, #map19], iterator_types = ["parallel"]} ins(%arg67, %arg47, %54, %119, %arg66, %arg14 : tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<10xf32>) outs(%117 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("g.ba"(#loc14)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(g)"(#loc29)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("g.ba"(#loc14)), %out: f32 loc("g.ba"(#loc14))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc49)
      %227 = arith.addf %in_16, %226 : f32 loc(#loc49)
      %228 = arith.mulf %in_15, %227 : f32 loc(#loc49)
      %229 = arith.mulf %in, %in_14 : f32 loc(#loc49)
      %230 = arith.addf %229, %228 : f32 loc(#loc49)
      linalg.yield %230 : f32 loc(#loc49)
    } -> tensor<10xf32> loc(#loc49)
    %124 = linalg.generic {indexing_maps = [#map17, #map18], iterator_types = ["parallel", "reduction"]} ins(%107 : tensor<?x10xf32>) outs(%118 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("grad(g)"(#loc29)), %out: f32 loc("grad(g)"(#loc29))):
      %226 = arith.addf %out, %in : f32 loc(#loc72)
      linalg.yield %226 : f32 loc(#loc72)
    } -> tensor<10xf32> loc(#loc72)
    %125 = linalg.generic {indexing_maps = [#map19, #map23, #map19, #map19], iterator_types = ["parallel"]} ins(%124, %arg66, %arg15 : tensor<10xf32>, tensor<f32>, tensor<10xf32>) outs(%117 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("grad(g)"(#loc29)), %in_14: f32 loc("Neurons"(#loc)), %in_15: f32 loc("g.bb"(#loc15)), %out: f32 loc("g.bb"(#loc15))):
      %226 = arith.mulf %in_14, %in_15 : f32 loc(#loc50)
      %227 = arith.addf %in, %226 : f32 loc(#loc50)
      linalg.yield %227 : f32 loc(#loc50)
    } -> tensor<10xf32> loc(#loc50)
    %126 = linalg.generic {indexing_maps = [#map19, #map23, #map23, #map19, #map23, #map19, #map23, #map23, #map23, #map19, #map23, #map19, #map23, #map19], iterator_types = ["parallel"]} ins(%arg15, %57, %arg67, %arg49, %54, %124, %arg66, %arg69, %arg68, %arg50, %55, %125, %56 : tensor<10xf32>, tensor<f32>, tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<10xf32>, tensor<f32>) outs(%117 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("g.bb"(#loc15)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("Neurons"(#loc)), %in_16: f32 loc("g.bb"(#loc15)), %in_17: f32 loc("a.Wa"(#loc2)), %in_18: f32 loc("grad(g)"(#loc29)), %in_19: f32 loc("Neurons"(#loc)), %in_20: f32 loc("Neurons"(#loc)), %in_21: f32 loc("Neurons"(#loc)), %in_22: f32 loc("g.bb"(#loc15)), %in_23: f32 loc("a.Wa"(#loc2)), %in_24: f32 loc("g.bb"(#loc15)), %in_25: f32 loc("a.Wa"(#loc2)), %out: f32 loc("g.ba"(#loc14))):
      %226 = arith.mulf %in_24, %in_24 : f32 loc(#loc50)
      %227 = arith.mulf %in_23, %226 : f32 loc(#loc50)
      %228 = arith.mulf %in_21, %in_22 : f32 loc(#loc50)
      %229 = arith.addf %228, %227 : f32 loc(#loc50)
      %230 = math.sqrt %229 : f32 loc(#loc50)
      %231 = arith.mulf %230, %in_25 : f32 loc(#loc50)
      %232 = arith.addf %in_20, %231 : f32 loc(#loc50)
      %233 = arith.mulf %in_19, %in : f32 loc(#loc50)
      %234 = arith.addf %in_18, %233 : f32 loc(#loc50)
      %235 = arith.mulf %in_17, %234 : f32 loc(#loc50)
      %236 = arith.mulf %in_15, %in_16 : f32 loc(#loc50)
      %237 = arith.addf %236, %235 : f32 loc(#loc50)
      %238 = arith.divf %237, %232 : f32 loc(#loc50)
      %239 = arith.mulf %in_14, %238 : f32 loc(#loc50)
      %240 = arith.subf %in, %239 : f32 loc(#loc50)
      linalg.yield %240 : f32 loc(#loc50)
    } -> tensor<10xf32> loc(#loc50)
    %127 = linalg.generic {indexing_maps = [#map23, #map19, #map23, #map19, #map19], iterator_types = ["parallel"]} ins(%arg68, %arg50, %55, %125 : tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<10xf32>) outs(%117 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("g.bb"(#loc15)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("g.bb"(#loc15)), %out: f32 loc("g.ba"(#loc14))):
      %226 = arith.mulf %in_16, %in_16 : f32 loc(#loc50)
      %227 = arith.mulf %in_15, %226 : f32 loc(#loc50)
      %228 = arith.mulf %in, %in_14 : f32 loc(#loc50)
      %229 = arith.addf %228, %227 : f32 loc(#loc50)
      linalg.yield %229 : f32 loc(#loc50)
    } -> tensor<10xf32> loc(#loc50)
    %128 = linalg.generic {indexing_maps = [#map23, #map19, #map23, #map19, #map23, #map19, #map19], iterator_types = ["parallel"]} ins(%arg67, %arg49, %54, %124, %arg66, %arg15 : tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<10xf32>) outs(%117 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("g.bb"(#loc15)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(g)"(#loc29)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("g.bb"(#loc15)), %out: f32 loc("g.ba"(#loc14))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc50)
      %227 = arith.addf %in_16, %226 : f32 loc(#loc50)
      %228 = arith.mulf %in_15, %227 : f32 loc(#loc50)
      %229 = arith.mulf %in, %in_14 : f32 loc(#loc50)
      %230 = arith.addf %229, %228 : f32 loc(#loc50)
      linalg.yield %230 : f32 loc(#loc50)
    } -> tensor<10xf32> loc(#loc50)
    %129 = linalg.generic {indexing_maps = [#map17, #map18], iterator_types = ["parallel", "reduction"]} ins(%45 : tensor<?x10xf32>) outs(%118 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("grad(Neurons)"(#loc32))):
      %226 = arith.addf %out, %in : f32 loc(#loc68)
      linalg.yield %226 : f32 loc(#loc68)
    } -> tensor<10xf32> loc(#loc68)
    %130 = linalg.generic {indexing_maps = [#map19, #map23, #map23, #map19, #map23, #map19, #map23, #map23, #map23, #map19, #map23, #map23, #map19], iterator_types = ["parallel"]} ins(%arg16, %57, %arg67, %arg51, %54, %129, %arg66, %arg69, %arg68, %arg52, %55, %56 : tensor<10xf32>, tensor<f32>, tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<f32>) outs(%117 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("g.bc"(#loc16)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("Neurons"(#loc)), %in_16: f32 loc("g.bc"(#loc16)), %in_17: f32 loc("a.Wa"(#loc2)), %in_18: f32 loc("grad(Neurons)"(#loc32)), %in_19: f32 loc("Neurons"(#loc)), %in_20: f32 loc("Neurons"(#loc)), %in_21: f32 loc("Neurons"(#loc)), %in_22: f32 loc("g.bc"(#loc16)), %in_23: f32 loc("a.Wa"(#loc2)), %in_24: f32 loc("a.Wa"(#loc2)), %out: f32 loc("g.ba"(#loc14))):
      %226 = arith.mulf %in_19, %in : f32 loc(#loc51)
      %227 = arith.mulf %in_18, %cst_3 : f32 loc(#loc68)
      %228 = arith.addf %227, %226 : f32 loc(#loc51)
      %229 = arith.mulf %228, %228 : f32 loc(#loc51)
      %230 = arith.mulf %in_23, %229 : f32 loc(#loc51)
      %231 = arith.mulf %in_21, %in_22 : f32 loc(#loc51)
      %232 = arith.addf %231, %230 : f32 loc(#loc51)
      %233 = math.sqrt %232 : f32 loc(#loc51)
      %234 = arith.mulf %233, %in_24 : f32 loc(#loc51)
      %235 = arith.addf %in_20, %234 : f32 loc(#loc51)
      %236 = arith.mulf %in_17, %228 : f32 loc(#loc51)
      %237 = arith.mulf %in_15, %in_16 : f32 loc(#loc51)
      %238 = arith.addf %237, %236 : f32 loc(#loc51)
      %239 = arith.divf %238, %235 : f32 loc(#loc51)
      %240 = arith.mulf %in_14, %239 : f32 loc(#loc51)
      %241 = arith.subf %in, %240 : f32 loc(#loc51)
      linalg.yield %241 : f32 loc(#loc51)
    } -> tensor<10xf32> loc(#loc51)
    %131 = linalg.generic {indexing_maps = [#map23, #map19, #map23, #map19, #map23, #map19, #map19], iterator_types = ["parallel"]} ins(%arg68, %arg52, %55, %129, %arg66, %arg16 : tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<10xf32>) outs(%117 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("g.bc"(#loc16)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(Neurons)"(#loc32)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("g.bc"(#loc16)), %out: f32 loc("g.ba"(#loc14))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc51)
      %227 = arith.mulf %in_16, %cst_3 : f32 loc(#loc68)
      %228 = arith.addf %227, %226 : f32 loc(#loc51)
      %229 = arith.mulf %228, %228 : f32 loc(#loc51)
      %230 = arith.mulf %in_15, %229 : f32 loc(#loc51)
      %231 = arith.mulf %in, %in_14 : f32 loc(#loc51)
      %232 = arith.addf %231, %230 : f32 loc(#loc51)
      linalg.yield %232 : f32 loc(#loc51)
    } -> tensor<10xf32> loc(#loc51)
    %132 = linalg.generic {indexing_maps = [#map23, #map19, #map23, #map19, #map23, #map19, #map19], iterator_types = ["parallel"]} ins(%arg67, %arg51, %54, %129, %arg66, %arg16 : tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<10xf32>) outs(%117 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("g.bc"(#loc16)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(Neurons)"(#loc32)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("g.bc"(#loc16)), %out: f32 loc("g.ba"(#loc14))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc51)
      %227 = arith.mulf %in_16, %cst_3 : f32 loc(#loc68)
      %228 = arith.addf %227, %226 : f32 loc(#loc51)
      %229 = arith.mulf %in_15, %228 : f32 loc(#loc51)
      %230 = arith.mulf %in, %in_14 : f32 loc(#loc51)
      %231 = arith.addf %230, %229 : f32 loc(#loc51)
      linalg.yield %231 : f32 loc(#loc51)
    } -> tensor<10xf32> loc(#loc51)
    %133 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%19, %45 : tensor<?x10x1xf32>, tensor<?x10xf32>) outs(%3 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_14: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("grad(h)"(#loc30))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc71)
      %227 = arith.mulf %226, %cst_3 : f32 loc(#loc71)
      linalg.yield %227 : f32 loc(#loc71)
    } -> tensor<?x10x1xf32> loc(#loc71)
    %134 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %133 : tensor<?x64xf32>, tensor<?x10x1xf32>) outs(%75 : tensor<10x1x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_14: f32 loc("grad(h)"(#loc30)), %out: f32 loc("grad(h)"(#loc30))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc71)
      %227 = arith.addf %out, %226 : f32 loc(#loc71)
      linalg.yield %227 : f32 loc(#loc71)
    } -> tensor<10x1x64xf32> loc(#loc71)
    %collapsed_12 = tensor.collapse_shape %134 [[0], [1, 2]] : tensor<10x1x64xf32> into tensor<10x64xf32> loc(#loc71)
    %135 = linalg.generic {indexing_maps = [#map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%collapsed_12, %arg66, %arg17 : tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("grad(h)"(#loc30)), %in_14: f32 loc("Neurons"(#loc)), %in_15: f32 loc("h.Wa"(#loc17)), %out: f32 loc("h.Wa"(#loc17))):
      %226 = arith.mulf %in_14, %in_15 : f32 loc(#loc52)
      %227 = arith.addf %in, %226 : f32 loc(#loc52)
      linalg.yield %227 : f32 loc(#loc52)
    } -> tensor<10x64xf32> loc(#loc52)
    %136 = linalg.generic {indexing_maps = [#map8, #map26, #map26, #map8, #map26, #map8, #map26, #map26, #map26, #map8, #map26, #map8, #map26, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg17, %57, %arg67, %arg53, %54, %collapsed_12, %arg66, %arg69, %arg68, %arg54, %55, %135, %56 : tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("h.Wa"(#loc17)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("Neurons"(#loc)), %in_16: f32 loc("h.Wa"(#loc17)), %in_17: f32 loc("a.Wa"(#loc2)), %in_18: f32 loc("grad(h)"(#loc30)), %in_19: f32 loc("Neurons"(#loc)), %in_20: f32 loc("Neurons"(#loc)), %in_21: f32 loc("Neurons"(#loc)), %in_22: f32 loc("h.Wa"(#loc17)), %in_23: f32 loc("a.Wa"(#loc2)), %in_24: f32 loc("h.Wa"(#loc17)), %in_25: f32 loc("a.Wa"(#loc2)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_24, %in_24 : f32 loc(#loc52)
      %227 = arith.mulf %in_23, %226 : f32 loc(#loc52)
      %228 = arith.mulf %in_21, %in_22 : f32 loc(#loc52)
      %229 = arith.addf %228, %227 : f32 loc(#loc52)
      %230 = math.sqrt %229 : f32 loc(#loc52)
      %231 = arith.mulf %230, %in_25 : f32 loc(#loc52)
      %232 = arith.addf %in_20, %231 : f32 loc(#loc52)
      %233 = arith.mulf %in_19, %in : f32 loc(#loc52)
      %234 = arith.addf %in_18, %233 : f32 loc(#loc52)
      %235 = arith.mulf %in_17, %234 : f32 loc(#loc52)
      %236 = arith.mulf %in_15, %in_16 : f32 loc(#loc52)
      %237 = arith.addf %236, %235 : f32 loc(#loc52)
      %238 = arith.divf %237, %232 : f32 loc(#loc52)
      %239 = arith.mulf %in_14, %238 : f32 loc(#loc52)
      %240 = arith.subf %in, %239 : f32 loc(#loc52)
      linalg.yield %240 : f32 loc(#loc52)
    } -> tensor<10x64xf32> loc(#loc52)
    %137 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg68, %arg54, %55, %135 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("h.Wa"(#loc17)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("h.Wa"(#loc17)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_16, %in_16 : f32 loc(#loc52)
      %227 = arith.mulf %in_15, %226 : f32 loc(#loc52)
      %228 = arith.mulf %in, %in_14 : f32 loc(#loc52)
      %229 = arith.addf %228, %227 : f32 loc(#loc52)
      linalg.yield %229 : f32 loc(#loc52)
    } -> tensor<10x64xf32> loc(#loc52)
    %138 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg67, %arg53, %54, %collapsed_12, %arg66, %arg17 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("h.Wa"(#loc17)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(h)"(#loc30)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("h.Wa"(#loc17)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc52)
      %227 = arith.addf %in_16, %226 : f32 loc(#loc52)
      %228 = arith.mulf %in_15, %227 : f32 loc(#loc52)
      %229 = arith.mulf %in, %in_14 : f32 loc(#loc52)
      %230 = arith.addf %229, %228 : f32 loc(#loc52)
      linalg.yield %230 : f32 loc(#loc52)
    } -> tensor<10x64xf32> loc(#loc52)
    %139 = linalg.generic {indexing_maps = [#map6, #map2, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%18, %45 : tensor<?x10x1xf32>, tensor<?x10xf32>) outs(%3 : tensor<?x10x1xf32>) {
    ^bb0(%in: f32 loc("h"(#loc30)), %in_14: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("grad(h)"(#loc30))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc71)
      %227 = arith.mulf %226, %cst_3 : f32 loc(#loc71)
      linalg.yield %227 : f32 loc(#loc71)
    } -> tensor<?x10x1xf32> loc(#loc71)
    %140 = linalg.generic {indexing_maps = [#map20, #map21, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed, %139 : tensor<?x64xf32>, tensor<?x10x1xf32>) outs(%75 : tensor<10x1x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_14: f32 loc("grad(h)"(#loc30)), %out: f32 loc("grad(h)"(#loc30))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc71)
      %227 = arith.addf %out, %226 : f32 loc(#loc71)
      linalg.yield %227 : f32 loc(#loc71)
    } -> tensor<10x1x64xf32> loc(#loc71)
    %collapsed_13 = tensor.collapse_shape %140 [[0], [1, 2]] : tensor<10x1x64xf32> into tensor<10x64xf32> loc(#loc71)
    %141 = linalg.generic {indexing_maps = [#map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%collapsed_13, %arg66, %arg18 : tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("grad(h)"(#loc30)), %in_14: f32 loc("Neurons"(#loc)), %in_15: f32 loc("h.Wb"(#loc18)), %out: f32 loc("h.Wb"(#loc18))):
      %226 = arith.mulf %in_14, %in_15 : f32 loc(#loc53)
      %227 = arith.addf %in, %226 : f32 loc(#loc53)
      linalg.yield %227 : f32 loc(#loc53)
    } -> tensor<10x64xf32> loc(#loc53)
    %142 = linalg.generic {indexing_maps = [#map8, #map26, #map26, #map8, #map26, #map8, #map26, #map26, #map26, #map8, #map26, #map8, #map26, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg18, %57, %arg67, %arg55, %54, %collapsed_13, %arg66, %arg69, %arg68, %arg56, %55, %141, %56 : tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("h.Wb"(#loc18)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("Neurons"(#loc)), %in_16: f32 loc("h.Wb"(#loc18)), %in_17: f32 loc("a.Wa"(#loc2)), %in_18: f32 loc("grad(h)"(#loc30)), %in_19: f32 loc("Neurons"(#loc)), %in_20: f32 loc("Neurons"(#loc)), %in_21: f32 loc("Neurons"(#loc)), %in_22: f32 loc("h.Wb"(#loc18)), %in_23: f32 loc("a.Wa"(#loc2)), %in_24: f32 loc("h.Wb"(#loc18)), %in_25: f32 loc("a.Wa"(#loc2)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_24, %in_24 : f32 loc(#loc53)
      %227 = arith.mulf %in_23, %226 : f32 loc(#loc53)
      %228 = arith.mulf %in_21, %in_22 : f32 loc(#loc53)
      %229 = arith.addf %228, %227 : f32 loc(#loc53)
      %230 = math.sqrt %229 : f32 loc(#loc53)
      %231 = arith.mulf %230, %in_25 : f32 loc(#loc53)
      %232 = arith.addf %in_20, %231 : f32 loc(#loc53)
      %233 = arith.mulf %in_19, %in : f32 loc(#loc53)
      %234 = arith.addf %in_18, %233 : f32 loc(#loc53)
      %235 = arith.mulf %in_17, %234 : f32 loc(#loc53)
      %236 = arith.mulf %in_15, %in_16 : f32 loc(#loc53)
      %237 = arith.addf %236, %235 : f32 loc(#loc53)
      %238 = arith.divf %237, %232 : f32 loc(#loc53)
      %239 = arith.mulf %in_14, %238 : f32 loc(#loc53)
      %240 = arith.subf %in, %239 : f32 loc(#loc53)
      linalg.yield %240 : f32 loc(#loc53)
    } -> tensor<10x64xf32> loc(#loc53)
    %143 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg68, %arg56, %55, %141 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("h.Wb"(#loc18)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("h.Wb"(#loc18)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_16, %in_16 : f32 loc(#loc53)
      %227 = arith.mulf %in_15, %226 : f32 loc(#loc53)
      %228 = arith.mulf %in, %in_14 : f32 loc(#loc53)
      %229 = arith.addf %228, %227 : f32 loc(#loc53)
      linalg.yield %229 : f32 loc(#loc53)
    } -> tensor<10x64xf32> loc(#loc53)
    %144 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg67, %arg55, %54, %collapsed_13, %arg66, %arg18 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("h.Wb"(#loc18)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(h)"(#loc30)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("h.Wb"(#loc18)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc53)
      %227 = arith.addf %in_16, %226 : f32 loc(#loc53)
      %228 = arith.mulf %in_15, %227 : f32 loc(#loc53)
      %229 = arith.mulf %in, %in_14 : f32 loc(#loc53)
      %230 = arith.addf %229, %228 : f32 loc(#loc53)
      linalg.yield %230 : f32 loc(#loc53)
    } -> tensor<10x64xf32> loc(#loc53)
    %145 = linalg.generic {indexing_maps = [#map13, #map16, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%collapsed, %45 : tensor<?x64xf32>, tensor<?x10xf32>) outs(%51 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("flatten"(#loc24)), %in_14: f32 loc("grad(loss)"(#loc34)), %out: f32 loc("grad(h)"(#loc30))):
      %226 = arith.mulf %in, %in_14 : f32 loc(#loc71)
      %227 = arith.addf %out, %226 : f32 loc(#loc71)
      linalg.yield %227 : f32 loc(#loc71)
    } -> tensor<10x64xf32> loc(#loc71)
    %146 = linalg.generic {indexing_maps = [#map8, #map26, #map26, #map8, #map26, #map8, #map26, #map26, #map26, #map8, #map26, #map26, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg19, %57, %arg67, %arg57, %54, %145, %arg66, %arg69, %arg68, %arg58, %55, %56 : tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<f32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("h.Wc"(#loc19)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("Neurons"(#loc)), %in_16: f32 loc("h.Wc"(#loc19)), %in_17: f32 loc("a.Wa"(#loc2)), %in_18: f32 loc("grad(h)"(#loc30)), %in_19: f32 loc("Neurons"(#loc)), %in_20: f32 loc("Neurons"(#loc)), %in_21: f32 loc("Neurons"(#loc)), %in_22: f32 loc("h.Wc"(#loc19)), %in_23: f32 loc("a.Wa"(#loc2)), %in_24: f32 loc("a.Wa"(#loc2)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_19, %in : f32 loc(#loc54)
      %227 = arith.mulf %in_18, %cst_3 : f32 loc(#loc71)
      %228 = arith.addf %227, %226 : f32 loc(#loc54)
      %229 = arith.mulf %228, %228 : f32 loc(#loc54)
      %230 = arith.mulf %in_23, %229 : f32 loc(#loc54)
      %231 = arith.mulf %in_21, %in_22 : f32 loc(#loc54)
      %232 = arith.addf %231, %230 : f32 loc(#loc54)
      %233 = math.sqrt %232 : f32 loc(#loc54)
      %234 = arith.mulf %233, %in_24 : f32 loc(#loc54)
      %235 = arith.addf %in_20, %234 : f32 loc(#loc54)
      %236 = arith.mulf %in_17, %228 : f32 loc(#loc54)
      %237 = arith.mulf %in_15, %in_16 : f32 loc(#loc54)
      %238 = arith.addf %237, %236 : f32 loc(#loc54)
      %239 = arith.divf %238, %235 : f32 loc(#loc54)
      %240 = arith.mulf %in_14, %239 : f32 loc(#loc54)
      %241 = arith.subf %in, %240 : f32 loc(#loc54)
      linalg.yield %241 : f32 loc(#loc54)
    } -> tensor<10x64xf32> loc(#loc54)
    %147 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg68, %arg58, %55, %145, %arg66, %arg19 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("h.Wc"(#loc19)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(h)"(#loc30)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("h.Wc"(#loc19)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc54)
      %227 = arith.mulf %in_16, %cst_3 : f32 loc(#loc71)
      %228 = arith.addf %227, %226 : f32 loc(#loc54)
      %229 = arith.mulf %228, %228 : f32 loc(#loc54)
      %230 = arith.mulf %in_15, %229 : f32 loc(#loc54)
      %231 = arith.mulf %in, %in_14 : f32 loc(#loc54)
      %232 = arith.addf %231, %230 : f32 loc(#loc54)
      linalg.yield %232 : f32 loc(#loc54)
    } -> tensor<10x64xf32> loc(#loc54)
    %148 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg67, %arg57, %54, %145, %arg66, %arg19 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("h.Wc"(#loc19)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(h)"(#loc30)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("h.Wc"(#loc19)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc54)
      %227 = arith.mulf %in_16, %cst_3 : f32 loc(#loc71)
      %228 = arith.addf %227, %226 : f32 loc(#loc54)
      %229 = arith.mulf %in_15, %228 : f32 loc(#loc54)
      %230 = arith.mulf %in, %in_14 : f32 loc(#loc54)
      %231 = arith.addf %230, %229 : f32 loc(#loc54)
      linalg.yield %231 : f32 loc(#loc54)
    } -> tensor<10x64xf32> loc(#loc54)
    %149 = linalg.generic {indexing_maps = [#map8, #map8, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%61, %52, %53, %arg66, %arg20 : tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("grad(Neurons)"(#loc32)), %in_14: f32 loc("grad(l)"(#loc31)), %in_15: f32 loc("grad(l)"(#loc31)), %in_16: f32 loc("Neurons"(#loc)), %in_17: f32 loc("l.w"(#loc20)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_16, %in_17 : f32 loc(#loc55)
      %227 = arith.mulf %in, %cst_3 : f32 loc(#loc68)
      %228 = arith.addf %227, %in_14 : f32 loc(#loc78)
      %229 = arith.addf %228, %in_15 : f32 loc(#loc78)
      %230 = arith.addf %229, %226 : f32 loc(#loc55)
      linalg.yield %230 : f32 loc(#loc55)
    } -> tensor<10x64xf32> loc(#loc55)
    %150 = linalg.generic {indexing_maps = [#map8, #map26, #map26, #map8, #map26, #map8, #map8, #map8, #map26, #map26, #map26, #map8, #map26, #map8, #map26, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg20, %57, %arg67, %arg59, %54, %61, %52, %53, %arg66, %arg69, %arg68, %arg60, %55, %149, %56 : tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<f32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("l.w"(#loc20)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("Neurons"(#loc)), %in_16: f32 loc("l.w"(#loc20)), %in_17: f32 loc("a.Wa"(#loc2)), %in_18: f32 loc("grad(Neurons)"(#loc32)), %in_19: f32 loc("grad(l)"(#loc31)), %in_20: f32 loc("grad(l)"(#loc31)), %in_21: f32 loc("Neurons"(#loc)), %in_22: f32 loc("Neurons"(#loc)), %in_23: f32 loc("Neurons"(#loc)), %in_24: f32 loc("l.w"(#loc20)), %in_25: f32 loc("a.Wa"(#loc2)), %in_26: f32 loc("l.w"(#loc20)), %in_27: f32 loc("a.Wa"(#loc2)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_26, %in_26 : f32 loc(#loc55)
      %227 = arith.mulf %in_25, %226 : f32 loc(#loc55)
      %228 = arith.mulf %in_23, %in_24 : f32 loc(#loc55)
      %229 = arith.addf %228, %227 : f32 loc(#loc55)
      %230 = math.sqrt %229 : f32 loc(#loc55)
      %231 = arith.mulf %230, %in_27 : f32 loc(#loc55)
      %232 = arith.addf %in_22, %231 : f32 loc(#loc55)
      %233 = arith.mulf %in_21, %in : f32 loc(#loc55)
      %234 = arith.mulf %in_18, %cst_3 : f32 loc(#loc68)
      %235 = arith.addf %234, %in_19 : f32 loc(#loc78)
      %236 = arith.addf %235, %in_20 : f32 loc(#loc78)
      %237 = arith.addf %236, %233 : f32 loc(#loc55)
      %238 = arith.mulf %in_17, %237 : f32 loc(#loc55)
      %239 = arith.mulf %in_15, %in_16 : f32 loc(#loc55)
      %240 = arith.addf %239, %238 : f32 loc(#loc55)
      %241 = arith.divf %240, %232 : f32 loc(#loc55)
      %242 = arith.mulf %in_14, %241 : f32 loc(#loc55)
      %243 = arith.subf %in, %242 : f32 loc(#loc55)
      linalg.yield %243 : f32 loc(#loc55)
    } -> tensor<10x64xf32> loc(#loc55)
    %151 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg68, %arg60, %55, %149 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("l.w"(#loc20)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("l.w"(#loc20)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_16, %in_16 : f32 loc(#loc55)
      %227 = arith.mulf %in_15, %226 : f32 loc(#loc55)
      %228 = arith.mulf %in, %in_14 : f32 loc(#loc55)
      %229 = arith.addf %228, %227 : f32 loc(#loc55)
      linalg.yield %229 : f32 loc(#loc55)
    } -> tensor<10x64xf32> loc(#loc55)
    %152 = linalg.generic {indexing_maps = [#map26, #map8, #map26, #map8, #map8, #map8, #map26, #map8, #map8], iterator_types = ["parallel", "parallel"]} ins(%arg67, %arg59, %54, %61, %52, %53, %arg66, %arg20 : tensor<f32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<f32>, tensor<10x64xf32>) outs(%50 : tensor<10x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("l.w"(#loc20)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(Neurons)"(#loc32)), %in_17: f32 loc("grad(l)"(#loc31)), %in_18: f32 loc("grad(l)"(#loc31)), %in_19: f32 loc("Neurons"(#loc)), %in_20: f32 loc("l.w"(#loc20)), %out: f32 loc("grad(l)"(#loc31))):
      %226 = arith.mulf %in_19, %in_20 : f32 loc(#loc55)
      %227 = arith.mulf %in_16, %cst_3 : f32 loc(#loc68)
      %228 = arith.addf %227, %in_17 : f32 loc(#loc78)
      %229 = arith.addf %228, %in_18 : f32 loc(#loc78)
      %230 = arith.addf %229, %226 : f32 loc(#loc55)
      %231 = arith.mulf %in_15, %230 : f32 loc(#loc55)
      %232 = arith.mulf %in, %in_14 : f32 loc(#loc55)
      %233 = arith.addf %232, %231 : f32 loc(#loc55)
      linalg.yield %233 : f32 loc(#loc55)
    } -> tensor<10x64xf32> loc(#loc55)
    %153 = linalg.generic {indexing_maps = [#map6, #map25, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%49, %arg66, %arg21 : tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("grad(l)"(#loc31)), %in_14: f32 loc("Neurons"(#loc)), %in_15: f32 loc("l.K"(#loc21)), %out: f32 loc("l.K"(#loc21))):
      %226 = arith.mulf %in_14, %in_15 : f32 loc(#loc56)
      %227 = arith.addf %in, %226 : f32 loc(#loc56)
      linalg.yield %227 : f32 loc(#loc56)
    } -> tensor<10x64x64xf32> loc(#loc56)
    %154 = linalg.generic {indexing_maps = [#map6, #map25, #map25, #map6, #map25, #map6, #map25, #map25, #map25, #map6, #map25, #map6, #map25, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg21, %57, %arg67, %arg61, %54, %49, %arg66, %arg69, %arg68, %arg62, %55, %153, %56 : tensor<10x64x64xf32>, tensor<f32>, tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>, tensor<f32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("l.K"(#loc21)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("Neurons"(#loc)), %in_16: f32 loc("l.K"(#loc21)), %in_17: f32 loc("a.Wa"(#loc2)), %in_18: f32 loc("grad(l)"(#loc31)), %in_19: f32 loc("Neurons"(#loc)), %in_20: f32 loc("Neurons"(#loc)), %in_21: f32 loc("Neurons"(#loc)), %in_22: f32 loc("l.K"(#loc21)), %in_23: f32 loc("a.Wa"(#loc2)), %in_24: f32 loc("l.K"(#loc21)), %in_25: f32 loc("a.Wa"(#loc2)), %out: f32 loc("l"(#loc31))):
      %226 = arith.mulf %in_24, %in_24 : f32 loc(#loc56)
      %227 = arith.mulf %in_23, %226 : f32 loc(#loc56)
      %228 = arith.mulf %in_21, %in_22 : f32 loc(#loc56)
      %229 = arith.addf %228, %227 : f32 loc(#loc56)
      %230 = math.sqrt %229 : f32 loc(#loc56)
      %231 = arith.mulf %230, %in_25 : f32 loc(#loc56)
      %232 = arith.addf %in_20, %231 : f32 loc(#loc56)
      %233 = arith.mulf %in_19, %in : f32 loc(#loc56)
      %234 = arith.addf %in_18, %233 : f32 loc(#loc56)
      %235 = arith.mulf %in_17, %234 : f32 loc(#loc56)
      %236 = arith.mulf %in_15, %in_16 : f32 loc(#loc56)
      %237 = arith.addf %236, %235 : f32 loc(#loc56)
      %238 = arith.divf %237, %232 : f32 loc(#loc56)
      %239 = arith.mulf %in_14, %238 : f32 loc(#loc56)
      %240 = arith.subf %in, %239 : f32 loc(#loc56)
      linalg.yield %240 : f32 loc(#loc56)
    } -> tensor<10x64x64xf32> loc(#loc56)
    %155 = linalg.generic {indexing_maps = [#map25, #map6, #map25, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg68, %arg62, %55, %153 : tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("l.K"(#loc21)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("l.K"(#loc21)), %out: f32 loc("l"(#loc31))):
      %226 = arith.mulf %in_16, %in_16 : f32 loc(#loc56)
      %227 = arith.mulf %in_15, %226 : f32 loc(#loc56)
      %228 = arith.mulf %in, %in_14 : f32 loc(#loc56)
      %229 = arith.addf %228, %227 : f32 loc(#loc56)
      linalg.yield %229 : f32 loc(#loc56)
    } -> tensor<10x64x64xf32> loc(#loc56)
    %156 = linalg.generic {indexing_maps = [#map25, #map6, #map25, #map6, #map25, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg67, %arg61, %54, %49, %arg66, %arg21 : tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>, tensor<f32>, tensor<10x64x64xf32>) outs(%22 : tensor<10x64x64xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("l.K"(#loc21)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(l)"(#loc31)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("l.K"(#loc21)), %out: f32 loc("l"(#loc31))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc56)
      %227 = arith.addf %in_16, %226 : f32 loc(#loc56)
      %228 = arith.mulf %in_15, %227 : f32 loc(#loc56)
      %229 = arith.mulf %in, %in_14 : f32 loc(#loc56)
      %230 = arith.addf %229, %228 : f32 loc(#loc56)
      linalg.yield %230 : f32 loc(#loc56)
    } -> tensor<10x64x64xf32> loc(#loc56)
    %157 = linalg.generic {indexing_maps = [#map19, #map23, #map19, #map19], iterator_types = ["parallel"]} ins(%129, %arg66, %arg22 : tensor<10xf32>, tensor<f32>, tensor<10xf32>) outs(%117 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("grad(Neurons)"(#loc32)), %in_14: f32 loc("Neurons"(#loc)), %in_15: f32 loc("l.b"(#loc22)), %out: f32 loc("g.ba"(#loc14))):
      %226 = arith.mulf %in_14, %in_15 : f32 loc(#loc57)
      %227 = arith.mulf %in, %cst_3 : f32 loc(#loc68)
      %228 = arith.addf %227, %226 : f32 loc(#loc57)
      linalg.yield %228 : f32 loc(#loc57)
    } -> tensor<10xf32> loc(#loc57)
    %158 = linalg.generic {indexing_maps = [#map19, #map23, #map23, #map19, #map23, #map19, #map23, #map23, #map23, #map19, #map23, #map19, #map23, #map19], iterator_types = ["parallel"]} ins(%arg22, %57, %arg67, %arg63, %54, %129, %arg66, %arg69, %arg68, %arg64, %55, %157, %56 : tensor<10xf32>, tensor<f32>, tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<10xf32>, tensor<f32>) outs(%117 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("l.b"(#loc22)), %in_14: f32 loc("a.Wa"(#loc2)), %in_15: f32 loc("Neurons"(#loc)), %in_16: f32 loc("l.b"(#loc22)), %in_17: f32 loc("a.Wa"(#loc2)), %in_18: f32 loc("grad(Neurons)"(#loc32)), %in_19: f32 loc("Neurons"(#loc)), %in_20: f32 loc("Neurons"(#loc)), %in_21: f32 loc("Neurons"(#loc)), %in_22: f32 loc("l.b"(#loc22)), %in_23: f32 loc("a.Wa"(#loc2)), %in_24: f32 loc("l.b"(#loc22)), %in_25: f32 loc("a.Wa"(#loc2)), %out: f32 loc("g.ba"(#loc14))):
      %226 = arith.mulf %in_24, %in_24 : f32 loc(#loc57)
      %227 = arith.mulf %in_23, %226 : f32 loc(#loc57)
      %228 = arith.mulf %in_21, %in_22 : f32 loc(#loc57)
      %229 = arith.addf %228, %227 : f32 loc(#loc57)
      %230 = math.sqrt %229 : f32 loc(#loc57)
      %231 = arith.mulf %230, %in_25 : f32 loc(#loc57)
      %232 = arith.addf %in_20, %231 : f32 loc(#loc57)
      %233 = arith.mulf %in_19, %in : f32 loc(#loc57)
      %234 = arith.mulf %in_18, %cst_3 : f32 loc(#loc68)
      %235 = arith.addf %234, %233 : f32 loc(#loc57)
      %236 = arith.mulf %in_17, %235 : f32 loc(#loc57)
      %237 = arith.mulf %in_15, %in_16 : f32 loc(#loc57)
      %238 = arith.addf %237, %236 : f32 loc(#loc57)
      %239 = arith.divf %238, %232 : f32 loc(#loc57)
      %240 = arith.mulf %in_14, %239 : f32 loc(#loc57)
      %241 = arith.subf %in, %240 : f32 loc(#loc57)
      linalg.yield %241 : f32 loc(#loc57)
    } -> tensor<10xf32> loc(#loc57)
    %159 = linalg.generic {indexing_maps = [#map23, #map19, #map23, #map19, #map19], iterator_types = ["parallel"]} ins(%arg68, %arg64, %55, %157 : tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<10xf32>) outs(%117 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("l.b"(#loc22)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("l.b"(#loc22)), %out: f32 loc("g.ba"(#loc14))):
      %226 = arith.mulf %in_16, %in_16 : f32 loc(#loc57)
      %227 = arith.mulf %in_15, %226 : f32 loc(#loc57)
      %228 = arith.mulf %in, %in_14 : f32 loc(#loc57)
      %229 = arith.addf %228, %227 : f32 loc(#loc57)
      linalg.yield %229 : f32 loc(#loc57)
    } -> tensor<10xf32> loc(#loc57)
    %160 = linalg.generic {indexing_maps = [#map23, #map19, #map23, #map19, #map23, #map19, #map19], iterator_types = ["parallel"]} ins(%arg67, %arg63, %54, %129, %arg66, %arg22 : tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<10xf32>, tensor<f32>, tensor<10xf32>) outs(%117 : tensor<10xf32>) {
    ^bb0(%in: f32 loc("Neurons"(#loc)), %in_14: f32 loc("l.b"(#loc22)), %in_15: f32 loc("a.Wa"(#loc2)), %in_16: f32 loc("grad(Neurons)"(#loc32)), %in_17: f32 loc("Neurons"(#loc)), %in_18: f32 loc("l.b"(#loc22)), %out: f32 loc("g.ba"(#loc14))):
      %226 = arith.mulf %in_17, %in_18 : f32 loc(#loc57)
      %227 = arith.mulf %in_16, %cst_3 : f32 loc(#loc68)
      %228 = arith.addf %227, %226 : f32 loc(#loc57)
      %229 = arith.mulf %in_15, %228 : f32 loc(#loc57)
      %230 = arith.mulf %in, %in_14 : f32 loc(#loc57)
      %231 = arith.addf %230, %229 : f32 loc(#loc57)
      linalg.yield %231 : f32 loc(#loc57)
    } -> tensor<10xf32> loc(#loc57)
    %161 = bufferization.materialize_in_destination %31 in %arg72 : (tensor<?x10xf32>, tensor<?x10xf32>) -> tensor<?x10xf32> loc(#loc67)
    %162 = bufferization.materialize_in_destination %44 in %arg73 : (tensor<f32>, tensor<f32>) -> tensor<f32> loc(#loc79)
    %163 = bufferization.materialize_in_destination %58 in %arg2 : (tensor<10x64x64xf32>, tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc37)
    %164 = bufferization.materialize_in_destination %62 in %arg3 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc38)
    %165 = bufferization.materialize_in_destination %66 in %arg4 : (tensor<10x64x64xf32>, tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc39)
    %166 = bufferization.materialize_in_destination %70 in %arg5 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc40)
    %167 = bufferization.materialize_in_destination %78 in %arg6 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc41)
    %168 = bufferization.materialize_in_destination %84 in %arg7 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc42)
    %169 = bufferization.materialize_in_destination %90 in %arg8 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc43)
    %170 = bufferization.materialize_in_destination %94 in %arg9 : (tensor<10x64x64xf32>, tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc44)
    %171 = bufferization.materialize_in_destination %98 in %arg10 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc45)
    %172 = bufferization.materialize_in_destination %104 in %arg11 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc46)
    %173 = bufferization.materialize_in_destination %110 in %arg12 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc47)
    %174 = bufferization.materialize_in_destination %114 in %arg13 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc48)
    %175 = bufferization.materialize_in_destination %121 in %arg14 : (tensor<10xf32>, tensor<10xf32>) -> tensor<10xf32> loc(#loc49)
    %176 = bufferization.materialize_in_destination %126 in %arg15 : (tensor<10xf32>, tensor<10xf32>) -> tensor<10xf32> loc(#loc50)
    %177 = bufferization.materialize_in_destination %130 in %arg16 : (tensor<10xf32>, tensor<10xf32>) -> tensor<10xf32> loc(#loc51)
    %178 = bufferization.materialize_in_destination %136 in %arg17 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc52)
    %179 = bufferization.materialize_in_destination %142 in %arg18 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc53)
    %180 = bufferization.materialize_in_destination %146 in %arg19 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc54)
    %181 = bufferization.materialize_in_destination %150 in %arg20 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc55)
    %182 = bufferization.materialize_in_destination %154 in %arg21 : (tensor<10x64x64xf32>, tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc56)
    %183 = bufferization.materialize_in_destination %158 in %arg22 : (tensor<10xf32>, tensor<10xf32>) -> tensor<10xf32> loc(#loc57)
    %184 = bufferization.materialize_in_destination %60 in %arg23 : (tensor<10x64x64xf32>, tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc37)
    %185 = bufferization.materialize_in_destination %59 in %arg24 : (tensor<10x64x64xf32>, tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc37)
    %186 = bufferization.materialize_in_destination %64 in %arg25 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc38)
    %187 = bufferization.materialize_in_destination %63 in %arg26 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc38)
    %188 = bufferization.materialize_in_destination %68 in %arg27 : (tensor<10x64x64xf32>, tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc39)
    %189 = bufferization.materialize_in_destination %67 in %arg28 : (tensor<10x64x64xf32>, tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc39)
    %190 = bufferization.materialize_in_destination %72 in %arg29 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc40)
    %191 = bufferization.materialize_in_destination %71 in %arg30 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc40)
    %192 = bufferization.materialize_in_destination %80 in %arg31 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc41)
    %193 = bufferization.materialize_in_destination %79 in %arg32 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc41)
    %194 = bufferization.materialize_in_destination %86 in %arg33 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc42)
    %195 = bufferization.materialize_in_destination %85 in %arg34 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc42)
    %196 = bufferization.materialize_in_destination %92 in %arg35 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc43)
    %197 = bufferization.materialize_in_destination %91 in %arg36 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc43)
    %198 = bufferization.materialize_in_destination %96 in %arg37 : (tensor<10x64x64xf32>, tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc44)
    %199 = bufferization.materialize_in_destination %95 in %arg38 : (tensor<10x64x64xf32>, tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc44)
    %200 = bufferization.materialize_in_destination %100 in %arg39 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc45)
    %201 = bufferization.materialize_in_destination %99 in %arg40 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc45)
    %202 = bufferization.materialize_in_destination %106 in %arg41 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc46)
    %203 = bufferization.materialize_in_destination %105 in %arg42 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc46)
    %204 = bufferization.materialize_in_destination %112 in %arg43 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc47)
    %205 = bufferization.materialize_in_destination %111 in %arg44 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc47)
    %206 = bufferization.materialize_in_destination %116 in %arg45 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc48)
    %207 = bufferization.materialize_in_destination %115 in %arg46 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc48)
    %208 = bufferization.materialize_in_destination %123 in %arg47 : (tensor<10xf32>, tensor<10xf32>) -> tensor<10xf32> loc(#loc49)
    %209 = bufferization.materialize_in_destination %122 in %arg48 : (tensor<10xf32>, tensor<10xf32>) -> tensor<10xf32> loc(#loc49)
    %210 = bufferization.materialize_in_destination %128 in %arg49 : (tensor<10xf32>, tensor<10xf32>) -> tensor<10xf32> loc(#loc50)
    %211 = bufferization.materialize_in_destination %127 in %arg50 : (tensor<10xf32>, tensor<10xf32>) -> tensor<10xf32> loc(#loc50)
    %212 = bufferization.materialize_in_destination %132 in %arg51 : (tensor<10xf32>, tensor<10xf32>) -> tensor<10xf32> loc(#loc51)
    %213 = bufferization.materialize_in_destination %131 in %arg52 : (tensor<10xf32>, tensor<10xf32>) -> tensor<10xf32> loc(#loc51)
    %214 = bufferization.materialize_in_destination %138 in %arg53 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc52)
    %215 = bufferization.materialize_in_destination %137 in %arg54 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc52)
    %216 = bufferization.materialize_in_destination %144 in %arg55 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc53)
    %217 = bufferization.materialize_in_destination %143 in %arg56 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc53)
    %218 = bufferization.materialize_in_destination %148 in %arg57 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc54)
    %219 = bufferization.materialize_in_destination %147 in %arg58 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc54)
    %220 = bufferization.materialize_in_destination %152 in %arg59 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc55)
    %221 = bufferization.materialize_in_destination %151 in %arg60 : (tensor<10x64xf32>, tensor<10x64xf32>) -> tensor<10x64xf32> loc(#loc55)
    %222 = bufferization.materialize_in_destination %156 in %arg61 : (tensor<10x64x64xf32>, tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc56)
    %223 = bufferization.materialize_in_destination %155 in %arg62 : (tensor<10x64x64xf32>, tensor<10x64x64xf32>) -> tensor<10x64x64xf32> loc(#loc56)
    %224 = bufferization.materialize_in_destination %160 in %arg63 : (tensor<10xf32>, tensor<10xf32>) -> tensor<10xf32> loc(#loc57)
    %225 = bufferization.materialize_in_destination %159 in %arg64 : (tensor<10xf32>, tensor<10xf32>) -> tensor<10xf32> loc(#loc57)
    return %161, %162, %163, %164, %165, %166, %167, %168, %169, %170, %171, %172, %173, %174, %175, %176, %177, %178, %179, %180, %181, %182, %183, %184, %185, %186, %187, %188, %189, %190, %191, %192, %193, %194, %195, %196, %197, %198, %199, %200, %201, %202, %203, %204, %205, %206, %207, %208, %209, %210, %211, %212, %213, %214, %215, %216, %217, %218, %219, %220, %221, %222, %223, %224, %225 : tensor<?x10xf32>, tensor<f32>, tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64x64xf32>, tensor<10xf32>, tensor<10x64x64xf32>, tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64x64xf32>, tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64x64xf32>, tensor<10x64x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64xf32>, tensor<10x64x64xf32>, tensor<10x64x64xf32>, tensor<10xf32>, tensor<10xf32> loc(#loc35)
  } loc(#loc35)
} loc(#loc)
#loc23 = loc(unknown)
#loc69 = loc("grad(Neurons)"(#loc33))
#loc77 = loc("grad(flatten)"(#loc24))
#loc78 = loc("grad(l.w)"(#loc20))

