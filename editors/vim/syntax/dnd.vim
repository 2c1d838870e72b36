" Syntax of .dnd files; written by editors/generate.py from the words of the lexer.
if exists("b:current_syntax")
  finish
endif
syntax case match

syntax keyword dndDeclaration import const layer network
syntax keyword dndStatement input param table output
syntax keyword dndControl for in if then else
syntax keyword dndLogical and or not
syntax keyword dndConstant true false
syntax match dndStatement /\v(^|[;{])\s*\zs(state|update|noise)\ze\s+\h/
syntax match dndType /\v:\s*\zs<(int|real|bool|string|list|layer|init)>/
syntax match dndKey /\v(^\s*|[;{]\s*)@<=<(accumulate|augment|batch|clip|data|ema|epochs|group|loss|metrics|normalize|optimizer|precision|schedule|validation)>\ze(\s|$)/ contained
syntax match dndFunction /\v<\h\w*>\ze\s*\(/
syntax match dndFunction /\v(\|\>\s*)@<=\h\w*/
syntax match dndReduction /\v<(sum|prod|max|min|mean)>\ze\s*\(/
syntax match dndNumber /\v<\d+([eE][+-]?\d+)?[x%]?/
syntax match dndNumber /\v<\d*\.\d+([eE][+-]?\d+)?[x%]?/
syntax match dndNumber /\v\.\d+([eE][+-]?\d+)?[x%]?/
syntax match dndName /\v(<(layer|network|train)\s+)@<=\h\w*/
syntax region dndString start=/"/ skip=/\\./ end=/"/ end=/$/ oneline contains=dndEscape
syntax match dndEscape /\\["\\nt]/ contained
syntax keyword dndTodo TODO FIXME contained
syntax match dndComment /\/\/.*$/ contains=dndTodo,@Spell
syntax match dndDocumentation /\/\/\/\([^\/].*\)\=$/ contains=@Spell
syntax region dndComment start=/\/\*/ end=/\*\// contains=dndTodo,@Spell
syntax match dndTrain /\v^\s*<train>[^{]*/ transparent nextgroup=dndRecipe
      \ contains=dndTrainWord,dndName,dndNumber,dndString,dndComment,dndConstant
syntax match dndTrainWord /\<train\>/ contained
syntax region dndRecipe start=/{/ end=/}/ contained transparent fold contains=ALLBUT,dndEscape,dndTodo,dndTrainWord
syntax sync minlines=200

highlight default link dndDeclaration Structure
highlight default link dndTrainWord Structure
highlight default link dndStatement Statement
highlight default link dndControl Conditional
highlight default link dndLogical Operator
highlight default link dndConstant Boolean
highlight default link dndReduction Operator
highlight default link dndType Type
highlight default link dndKey Identifier
highlight default link dndFunction Function
highlight default link dndNumber Number
highlight default link dndName Typedef
highlight default link dndString String
highlight default link dndEscape SpecialChar
highlight default link dndTodo Todo
highlight default link dndComment Comment
highlight default link dndDocumentation SpecialComment

let b:current_syntax = "dnd"
