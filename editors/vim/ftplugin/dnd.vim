" Editing .dnd files: comments, indentation, layout, and the language server where the editor has a client.
if exists("b:did_ftplugin")
  finish
endif
let b:did_ftplugin = 1

setlocal commentstring=//\ %s comments=:///,:// formatoptions+=croql
setlocal expandtab shiftwidth=2 softtabstop=2 suffixesadd=.dnd
setlocal include=^\\s*import\\s*\"\\zs[^\"]*
if executable("dnd-format")
  setlocal formatprg=dnd-format
endif
let b:undo_ftplugin = "setlocal commentstring< comments< formatoptions< expandtab< shiftwidth< softtabstop< suffixesadd<"
      \ . " include< formatprg<"

" Neovim has a client of its own. For Vim, see the README beside this folder.
if has("nvim-0.8") && executable("dnd-lsp")
  lua vim.lsp.start({ name = "dnd", cmd = { "dnd-lsp" }, root_dir = vim.fs.dirname(vim.api.nvim_buf_get_name(0)) })
endif
