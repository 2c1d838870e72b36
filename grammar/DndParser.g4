// DndParser.g4 - Sentences of the .dnd language.
//
// The grammar knows no layer, function or recipe key. It is LL(1) but for a
// few places that need a second word, so prediction is cheap whatever the
// input. A NEWLINE reaches the parser only where it ends a statement.
//
// Chains of operators are flat lists here; the tree builder folds them. That
// keeps the parse tree shallow and lets a reduction take the rest of its
// product without ambiguity. The word that opens a reduction arrives as REDUCE;
// the same word elsewhere (`max(a, b)`, a variable `sum`) is an IDENT. So do the
// words `state`, `update` and `noise` that start a statement.

parser grammar DndParser;

options { tokenVocab = DndLexer; }

@parser::members {
  /// Thrown when the parse tree gets deeper than MaxContextDepth; ends the parse.
  struct TooDeep {
    antlr4::Token *token;
  };
  static constexpr int MaxContextDepth = 5000;

  void checkDepth() {
    if (_ctx->depth() > MaxContextDepth)
      throw TooDeep{_input->LT(1)};
  }

  /// At `x =`, `y[j, p] =`, `a, b =`.
  bool isAssignment() {
    for (ssize_t at = 1; _input->LA(at) == IDENT;) {
      ++at;
      if (_input->LA(at) == LBRACK)
        at = skipBrackets(at);
      if (_input->LA(at) == ASSIGN || _input->LA(at) == PLUS_ASSIGN)
        return true;
      if (_input->LA(at) != COMMA)
        return false;
      ++at;
    }
    return false;
  }

  /// Index behind the ']' that closes the '[' at `at`.
  ssize_t skipBrackets(ssize_t at) {
    for (int open = 0;; ++at) {
      switch (_input->LA(at)) {
      case LBRACK:
        ++open;
        break;
      case RBRACK:
        if (--open == 0)
          return at + 1;
        break;
      case NEWLINE: case SEMI: case LBRACE: case RBRACE: case antlr4::Token::EOF:
        return at;
      default:
        break;
      }
    }
  }

  void refuse() { throw antlr4::InputMismatchException(this); }

  /// A line ends at its line end, at ';' and, inside of braces, before '}'.
  void requireEnd(bool inBraces = true) {
    switch (_input->LA(1)) {
    case NEWLINE: case SEMI: case antlr4::Token::EOF:
      return;
    case RBRACE:
      if (inBraces)
        return;
      break;
    default:
      break;
    }
    refuse();
  }
}

// Lists of lines: between two separators stands one line or nothing. Separators
// are required, so that no line can run into the next and every choice inside
// of a line is made by one word.

file : declaration? ( separator declaration? )* EOF ;
separator : NEWLINE | SEMI ;

declaration
  : ( importDecl | constDecl | layerDecl | trainDecl ) { requireEnd(false); }
  | strayDeclaration
  ;

importDecl : IMPORT STRING ;
constDecl  : CONST name typeName? ASSIGN expr ;
layerDecl  : layerHead block ;
trainDecl  : trainHead recipe ;
// An error in a head leaves the body readable.
layerHead  : ( LAYER | NETWORK ) name formals? ;
trainHead  : TRAIN name arguments? ;

formals  : LPAREN ( formal ( COMMA formal )* COMMA? )? RPAREN ;
formal   : name ( ELLIPSIS | typeName? ( ASSIGN expr )? ) ;
typeName : COLON ( name | LAYER ) ;

// Bodies of layers and networks

block : LBRACE statement? ( separator statement? )* RBRACE ;

statement
  : ( inputStmt | paramStmt | tableStmt | stateStmt | updateStmt | noiseStmt
    | constDecl | outputStmt | forStmt | ifStmt | assignStmt ) { requireEnd(); }
  | strayStatement
  ;

inputStmt  : INPUT inputItem ( COMMA inputItem )* ;
inputItem  : name dims? typeName? ;
paramStmt  : PARAM name extents? ( TILDE expr )? ;
tableStmt  : TABLE name extents? ( TILDE expr )? ;
stateStmt  : STATE name extents? ( TILDE expr )? ;
noiseStmt  : NOISE name extents? ( TILDE expr )? ;
updateStmt : UPDATE target ASSIGN expr ;
extents    : LBRACK extent ( COMMA extent )* COMMA? RBRACK ;
extent     : expr ELLIPSIS? ;
dims       : LBRACK expr ( COMMA expr )* COMMA? RBRACK ;
outputStmt : OUTPUT ( { isAssignment() }? targets ASSIGN expr | expr ) ;
assignStmt : targets ( ASSIGN | PLUS_ASSIGN ) expr ;
targets    : target ( COMMA target )* ;
target     : name ( LBRACK binder ( COMMA binder )* RBRACK )? ;
binder     : name ( IN range )? ;
range      : expr DOTDOT expr ;
forStmt    : forHead block ;
forHead    : FOR name IN domain ;
domain     : expr ( DOTDOT expr )? ;
ifStmt     : IF expr block ( ELSE IF expr block )* ( ELSE block )? ;

// Recipes

recipe : LBRACE trainEntry? ( separator trainEntry? )* RBRACE ;

trainEntry
  : ( CONST name ASSIGN expr
    | key ASSIGN expr
    | key ( trainItem ( COMMA trainItem )* )? settings?
    ) { requireEnd(); }
  | strayEntry
  ;

trainItem : anyName ASSIGN expr | expr ;
settings  : LBRACE setting? ( ( separator | COMMA ) setting? )* RBRACE ;
setting   : key ASSIGN expr | key trainItem? ;
key       : IDENT | INPUT | PARAM | TABLE | OUTPUT ;

// What cannot start a declaration, statement or recipe line. Matching it lets
// the error belong to one line instead of the whole body. The words that start
// a declaration are left out: they show that a '}' is missing.

strayDeclaration
  : { refuse(); } ~( IMPORT | CONST | LAYER | NETWORK | TRAIN | NEWLINE | SEMI )
  ;
strayStatement
  : { refuse(); }
    ~( INPUT | PARAM | TABLE | STATE | UPDATE | NOISE | CONST | OUTPUT | FOR | IF
     | IDENT | NEWLINE | SEMI | RBRACE | IMPORT | LAYER | NETWORK | TRAIN )
  ;
strayEntry
  : { refuse(); }
    ~( CONST | IDENT | INPUT | PARAM | TABLE | OUTPUT | NEWLINE | SEMI | RBRACE
     | IMPORT | LAYER | NETWORK | TRAIN )
  ;

// Expressions, loosest first

expr       : { checkDepth(); } ( ifExpr | pipe ) ;
ifExpr     : IF expr THEN expr ELSE expr ;
pipe       : disjunction ( PIPE postfix )* ;
disjunction : conjunction ( OR conjunction )* ;
conjunction : negation ( AND negation )* ;
negation   : { checkDepth(); } ( NOT negation | comparison ) ;
comparison : shift ( ( EQ | NE | LT | LE | GT | GE ) shift )* ;
shift      : additive ( ( SHL | SHR ) additive )* ;
additive   : product ( ( PLUS | MINUS ) product )* ;
product    : factor ( ( STAR | SLASH | PERCENT ) factor )* ;
// `-a * b` is `(-a) * b`, but `-a^2` is `-(a^2)`.
factor
  : { checkDepth(); }
    ( MINUS factor | reduction factor | power )
  ;
reduction  : REDUCE LPAREN binder ( COMMA binder )* RPAREN ;
power      : postfix ( CARET exponent )? ;
exponent   : { checkDepth(); } ( MINUS exponent | power ) ;

postfix    : primary ( arguments | subscript )* ;
arguments  : LPAREN ( argument ( COMMA argument )* COMMA? )? RPAREN ;
argument   : anyName ASSIGN expr | expr ELLIPSIS? ;
subscript  : LBRACK index ( COMMA index )* RBRACK ;
index      : DOTDOT expr? | expr ( DOTDOT expr? )? ;

primary
  : number | STRING | TRUE | FALSE | name | parens | list
  ;
number     : INT | REAL | TIMES_NUMBER | PERCENT_NUMBER ;
parens     : LPAREN expr RPAREN ;
list       : LBRACK ( expr ( COMMA expr )* COMMA? )? RBRACK ;

name       : IDENT ;
// Where '=' follows, reserved words are names too: `csv(train = "a.csv")`.
anyName
  : IDENT | IMPORT | CONST | LAYER | NETWORK | TRAIN | INPUT | PARAM | TABLE
  | OUTPUT | FOR | IN | IF | THEN | ELSE | AND | OR | NOT | TRUE | FALSE
  ;
