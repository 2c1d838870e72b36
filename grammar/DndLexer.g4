// DndLexer.g4 - Words of the .dnd language.
//
// The input is a stream of bytes, not of code points: token positions are byte
// offsets, and invalid UTF-8 cannot stop the lexer. Everything matches: what is
// not part of the language becomes a BAD_* token that the tree builder reports.

lexer grammar DndLexer;

channels { COMMENTS }

// Names that are words in their place: one that opens a reduction (`sum(i)`), and
// `state`, `update`, `noise` in front of a name that starts a statement.
tokens { REDUCE, STATE, UPDATE, NOISE }

// Reserved words. All other words with a meaning (sum, data, loss, batch, ...)
// are ordinary names that mean something only in their place.
IMPORT  : 'import' ;
CONST   : 'const' ;
LAYER   : 'layer' ;
NETWORK : 'network' ;
TRAIN   : 'train' ;
INPUT   : 'input' ;
PARAM   : 'param' ;
TABLE   : 'table' ;
OUTPUT  : 'output' ;
FOR     : 'for' ;
IN      : 'in' ;
IF      : 'if' ;
THEN    : 'then' ;
ELSE    : 'else' ;
AND     : 'and' ;
OR      : 'or' ;
NOT     : 'not' ;
TRUE    : 'true' ;
FALSE   : 'false' ;

LPAREN : '(' ;
RPAREN : ')' ;
LBRACK : '[' ;
RBRACK : ']' ;
LBRACE : '{' ;
RBRACE : '}' ;

COMMA       : ',' ;
SEMI        : ';' ;
COLON       : ':' ;
TILDE       : '~' ;
ASSIGN      : '=' ;
PLUS_ASSIGN : '+=' ;
PIPE        : '|>' ;
DOTDOT      : '..' ;
ELLIPSIS    : '...' ;
EQ          : '==' ;
NE          : '!=' ;
LE          : '<=' ;
GE          : '>=' ;
SHL         : '<<' ;
SHR         : '>>' ;
LT          : '<' ;
GT          : '>' ;
PLUS        : '+' ;
MINUS       : '-' ;
STAR        : '*' ;
SLASH       : '/' ;
PERCENT     : '%' ;
CARET       : '^' ;

IDENT : [A-Za-z_] [A-Za-z0-9_]* ;

// A digit must follow the point, so that `0..n` is a range.
INT          : DIGITS ;
REAL         : DIGITS EXPONENT | DIGITS? '.' DIGITS EXPONENT? ;
TIMES_NUMBER : NUMBER 'x' ;
PERCENT_NUMBER : NUMBER '%' ;
BAD_NUMBER   : NUMBER [A-Za-z_] [A-Za-z0-9_]* ;

STRING : '"' STRING_PART* '"' ;
BAD_STRING : '"' STRING_PART* ;

// Docs are lines of exactly three slashes; a ruler of many slashes is not one.
DOC_COMMENT   : '///' ( ~[/\r\n] ~[\r\n]* )? -> channel(COMMENTS) ;
LINE_COMMENT  : '//' ~[\r\n]* -> channel(COMMENTS) ;
BLOCK_COMMENT : '/*' .*? '*/' -> channel(COMMENTS) ;
BAD_COMMENT   : '/*' ( ~[*] | '*'+ ~[*/] )* '*'* -> channel(COMMENTS) ;

// Hidden until the tree builder finds that the line end closes a statement.
NEWLINE : ( '\r\n' | '\n' | '\r' ) -> channel(HIDDEN) ;
// With the mark that some editors put in front of UTF-8 text.
SPACE   : ( [ \t\f] | '\u00ef\u00bb\u00bf' )+ -> channel(HIDDEN) ;

BAD_BYTES : [\u0080-\u00ff]+ ;
BAD_CHAR  : . ;

fragment DIGITS   : [0-9]+ ;
fragment EXPONENT : [eE] [+-]? [0-9]+ ;
fragment NUMBER   : DIGITS EXPONENT? | DIGITS? '.' DIGITS EXPONENT? ;
fragment STRING_PART : ~["\\\r\n] | '\\' ~[\r\n] ;
