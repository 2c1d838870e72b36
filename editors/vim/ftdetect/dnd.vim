autocmd BufRead,BufNewFile *.dnd setfiletype dnd
