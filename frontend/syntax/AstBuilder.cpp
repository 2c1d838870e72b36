//===- AstBuilder.cpp - From the parse tree to the syntax tree ------------===//
//
// Declarations, recipes and statements; attaches doc comments. Of statements
// with a syntax error only the names remain.
//
//===----------------------------------------------------------------------===//

#include "frontend/syntax/AstBuilderImpl.h"

#include "llvm/ADT/STLExtras.h"

using namespace dnd::frontend;
using namespace dnd::frontend::impl;

//===----------------------------------------------------------------------===//
// Helpers
//===----------------------------------------------------------------------===//

std::string Builder::stringValue(antlr4::tree::TerminalNode *node) {
  SourceRange place = range(node);
  StringRef inner = text.slice(place.begin + 1, place.end);
  inner.consume_back("\""); // missing in a string that was repaired
  std::string value;
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] != '\\' || i + 1 == inner.size()) {
      value += inner[i];
      continue;
    }
    char escape = inner[++i];
    switch (escape) {
    case 'n':
      value += '\n';
      break;
    case 't':
      value += '\t';
      break;
    case '"':
    case '\\':
      value += escape;
      break;
    default:
      auto at = std::uint32_t(place.begin + i);
      diags
          .emit<DiagKind::BadEscape>(SourceRange{file, at, at + 2},
                                     inner.substr(i - 1, 2))
          .hint("strings know \\n, \\t, \\\" and \\\\");
    }
  }
  return value;
}

std::string Builder::doc(const antlr4::Token *start) const {
  std::vector<StringRef> lines;
  std::size_t i = start->getTokenIndex();
  auto skipSpace = [&] {
    while (i > 0 && tokens[i - 1].kind == TokenKind::Space)
      --i;
  };
  while (true) {
    skipSpace();
    if (i == 0 || tokens[i - 1].kind != TokenKind::Newline)
      break;
    --i;
    skipSpace();
    if (i == 0 || !isComment(tokens[i - 1].kind))
      break;
    const Token &comment = tokens[--i];
    // It must be alone on its line.
    std::size_t at = i;
    skipSpace();
    if (i != 0 && tokens[i - 1].kind != TokenKind::Newline)
      break;
    i = at;
    if (comment.kind == TokenKind::DocComment)
      lines.push_back(text.slice(comment.begin + 3, comment.end));
    else if (comment.kind != TokenKind::LineComment)
      break;
  }
  std::string result;
  for (StringRef line : llvm::reverse(lines)) {
    line.consume_front(" ");
    if (!result.empty())
      result += '\n';
    result += line.rtrim();
  }
  return result;
}

//===----------------------------------------------------------------------===//
// Declarations
//===----------------------------------------------------------------------===//

DeclPtr Builder::build(Parser::DeclarationContext *ctx) {
  if (ctx->exception)
    return nullptr;
  DeclPtr decl;
  if (auto *import = ctx->importDecl()) {
    decl = build(import);
  } else if (auto *constant = ctx->constDecl()) {
    auto node = std::make_unique<ConstDecl>(range(constant));
    fillConst(*node, constant);
    decl = std::move(node);
  } else if (auto *layer = ctx->layerDecl()) {
    if (layer->layerHead()->exception)
      return nullptr;
    decl = build(layer);
  } else {
    if (ctx->trainDecl()->trainHead()->exception)
      return nullptr;
    decl = build(ctx->trainDecl());
  }
  decl->doc = doc(ctx->start);
  return decl;
}

DeclPtr Builder::build(Parser::ImportDeclContext *ctx) {
  auto decl = std::make_unique<ImportDecl>(range(ctx));
  decl->path = stringValue(ctx->STRING());
  decl->pathRange = range(ctx->STRING());
  return decl;
}

template <typename Node>
void Builder::fillConst(Node &node, Parser::ConstDeclContext *ctx) {
  node.name = ident(ctx->name());
  node.type = type(ctx->typeName());
  node.value = build(ctx->expr());
}

DeclPtr Builder::build(Parser::LayerDeclContext *ctx) {
  auto decl = std::make_unique<LayerDecl>(range(ctx));
  auto *head = ctx->layerHead();
  decl->isNetwork = head->NETWORK() != nullptr;
  decl->name = ident(head->name());
  if (head->formals())
    decl->formals = build(head->formals());
  decl->body = build(ctx->block());
  return decl;
}

std::vector<Formal> Builder::build(Parser::FormalsContext *ctx) {
  std::vector<Formal> formals;
  for (auto *formal : ctx->formal()) {
    Formal &out = formals.emplace_back();
    out.name = ident(formal->name());
    out.type = type(formal->typeName());
    if (formal->expr())
      out.defaultValue = build(formal->expr());
    out.variadic = formal->ELLIPSIS() != nullptr;
    out.range = range(formal);
  }
  return formals;
}

DeclPtr Builder::build(Parser::TrainDeclContext *ctx) {
  auto decl = std::make_unique<TrainDecl>(range(ctx));
  auto *head = ctx->trainHead();
  decl->network = ident(head->name());
  if (head->arguments())
    decl->arguments = build(head->arguments());
  decl->bodyRange = range(ctx->recipe());
  for (auto *entry : ctx->recipe()->trainEntry())
    if (!entry->exception)
      decl->entries.push_back(build(entry));
  return decl;
}

TrainItem Builder::build(Parser::TrainItemContext *ctx) {
  TrainItem item;
  item.name = ident(ctx->anyName());
  item.value = build(ctx->expr());
  item.range = range(ctx);
  return item;
}

TrainEntry Builder::build(Parser::TrainEntryContext *ctx) {
  TrainEntry entry;
  entry.range = range(ctx);
  entry.doc = doc(ctx->start);
  if (ctx->expr()) {
    entry.form =
        ctx->CONST() ? TrainEntry::Form::Const : TrainEntry::Form::Setting;
    entry.key = ctx->CONST() ? ident(ctx->name()) : ident(ctx->key());
    entry.items.push_back({{}, build(ctx->expr()), range(ctx->expr())});
    return entry;
  }
  entry.key = ident(ctx->key());
  for (auto *item : ctx->trainItem())
    entry.items.push_back(build(item));
  if (auto *settings = ctx->settings()) {
    entry.hasSettings = true;
    for (auto *setting : settings->setting())
      entry.settings.push_back(build(setting));
  }
  return entry;
}

TrainEntry Builder::build(Parser::SettingContext *ctx) {
  TrainEntry entry;
  entry.range = range(ctx);
  entry.doc = doc(ctx->start);
  entry.key = ident(ctx->key());
  if (ctx->expr()) {
    entry.form = TrainEntry::Form::Setting;
    entry.items.push_back({{}, build(ctx->expr()), range(ctx->expr())});
  } else if (ctx->trainItem()) {
    entry.items.push_back(build(ctx->trainItem()));
  }
  return entry;
}

//===----------------------------------------------------------------------===//
// Statements
//===----------------------------------------------------------------------===//

Block Builder::build(Parser::BlockContext *ctx) {
  Block block;
  block.range = range(ctx);
  for (auto *statement : ctx->statement())
    if (statement->exception)
      block.statements.push_back(buildBroken(statement));
    else
      build(statement, block.statements);
  return block;
}

StmtPtr Builder::buildBroken(Parser::StatementContext *ctx) {
  std::size_t first = ctx->start->getTokenIndex();
  std::size_t last = std::max(
      first, ctx->stop ? std::size_t(ctx->stop->getTokenIndex()) : first);
  auto stmt = std::make_unique<BrokenStmt>(
      SourceRange{file, tokens[first].begin, tokens[first].end});
  bool defines = true;
  for (std::size_t i = first; i <= last && i < tokens.size(); ++i) {
    const Token &token = tokens[i];
    if (token.kind == TokenKind::Output)
      stmt->hasOutput = true;
    else if (token.kind == TokenKind::Assign ||
             token.kind == TokenKind::PlusAssign ||
             token.kind == TokenKind::Tilde)
      defines = false;
    else if (defines && token.kind == TokenKind::Name)
      stmt->names.push_back({text.slice(token.begin, token.end).str(),
                             SourceRange{file, token.begin, token.end}});
  }
  return stmt;
}

void Builder::build(Parser::StatementContext *ctx, std::vector<StmtPtr> &out) {
  std::size_t first = out.size();
  if (auto *input = ctx->inputStmt()) {
    for (auto *item : input->inputItem()) {
      auto stmt = std::make_unique<InputStmt>(range(item));
      stmt->name = ident(item->name());
      stmt->hasDims = item->dims() != nullptr;
      stmt->dims = dims(item->dims());
      stmt->type = type(item->typeName());
      out.push_back(std::move(stmt));
    }
  } else if (auto *param = ctx->paramStmt()) {
    out.push_back(buildStored<ParamStmt>(param));
  } else if (auto *table = ctx->tableStmt()) {
    out.push_back(buildStored<TableStmt>(table));
  } else if (auto *state = ctx->stateStmt()) {
    out.push_back(buildStored<StateStmt>(state));
  } else if (auto *noise = ctx->noiseStmt()) {
    out.push_back(buildStored<NoiseStmt>(noise));
  } else if (auto *update = ctx->updateStmt()) {
    out.push_back(build(update));
  } else if (auto *constant = ctx->constDecl()) {
    auto stmt = std::make_unique<ConstStmt>(range(constant));
    fillConst(*stmt, constant);
    out.push_back(std::move(stmt));
  } else if (auto *output = ctx->outputStmt()) {
    out.push_back(build(output));
  } else if (auto *loop = ctx->forStmt()) {
    if (loop->forHead()->exception)
      return;
    out.push_back(build(loop));
  } else if (auto *branch = ctx->ifStmt()) {
    out.push_back(build(branch));
  } else {
    out.push_back(build(ctx->assignStmt()));
  }
  std::string comment = doc(ctx->start);
  for (std::size_t i = first; i < out.size(); ++i)
    out[i]->doc = comment;
}

template <typename Node, typename Context>
StmtPtr Builder::buildStored(Context *ctx) {
  auto stmt = std::make_unique<Node>(range(ctx));
  stmt->name = ident(ctx->name());
  stmt->extents = extents(ctx->extents());
  if (ctx->expr())
    stmt->rule = build(ctx->expr());
  return stmt;
}

/// In an index equation a reduction needs a body. `max(a, b)` is pointwise.
static bool lacksBody(const CallExpr &call) {
  const auto *callee = llvm::dyn_cast<NameExpr>(call.callee.get());
  std::optional<ReduceOp> op;
  if (callee)
    op = reduceOpFromName(callee->name);
  if (!op)
    return false;
  bool pointwise = *op == ReduceOp::Max || *op == ReduceOp::Min;
  return call.arguments.size() < 2 || !pointwise;
}

void Builder::checkReductions(llvm::ArrayRef<Target> targets,
                              const Expr &value) {
  if (targets.size() != 1 || !targets[0].hasIndices)
    return;
  if (const auto *call = llvm::dyn_cast<CallExpr>(&value);
      call && lacksBody(*call)) {
    SourceRange inner = call->argumentsRange;
    diags
        .emit<DiagKind::ReductionWithoutBody>(
            call->range, cast<NameExpr>(*call->callee).name,
            text.slice(inner.begin + 1, inner.end - 1))
        .hint("write 'sum(i) body'; a body that starts with a sign stands in "
              "parentheses");
  }
  forEachChild(value,
               [&](const Expr &child) { checkReductions(targets, child); });
}

StmtPtr Builder::build(Parser::OutputStmtContext *ctx) {
  auto stmt = std::make_unique<OutputStmt>(range(ctx));
  if (ctx->targets())
    stmt->targets = build(ctx->targets());
  stmt->value = build(ctx->expr());
  checkReductions(stmt->targets, *stmt->value);
  return stmt;
}

StmtPtr Builder::build(Parser::UpdateStmtContext *ctx) {
  auto stmt = std::make_unique<UpdateStmt>(range(ctx));
  stmt->target = build(ctx->target());
  stmt->value = build(ctx->expr());
  checkReductions(stmt->target, *stmt->value);
  return stmt;
}

StmtPtr Builder::build(Parser::AssignStmtContext *ctx) {
  auto stmt = std::make_unique<AssignStmt>(range(ctx));
  stmt->targets = build(ctx->targets());
  stmt->append = ctx->PLUS_ASSIGN() != nullptr;
  stmt->value = build(ctx->expr());
  checkReductions(stmt->targets, *stmt->value);
  bool plain = !stmt->append && stmt->targets.size() == 1;
  for (const Target &target : stmt->targets)
    if (target.hasIndices && !plain)
      diags
          .emit<DiagKind::BadTarget>(target.range, "an index equation",
                                     stmt->append ? "+=" : ", ... =")
          .hint("give each index equation a statement of its own, with '='");
  return stmt;
}

std::vector<Target> Builder::build(Parser::TargetsContext *ctx) {
  std::vector<Target> targets;
  for (auto *target : ctx->target())
    targets.push_back(build(target));
  return targets;
}

Target Builder::build(Parser::TargetContext *ctx) {
  Target target;
  target.name = ident(ctx->name());
  target.hasIndices = ctx->LBRACK() != nullptr;
  for (auto *binder : ctx->binder())
    target.indices.push_back(build(binder));
  target.range = range(ctx);
  return target;
}

Binder Builder::build(Parser::BinderContext *ctx) {
  Binder binder;
  binder.name = ident(ctx->name());
  binder.range = range(ctx);
  if (auto *domain = ctx->range()) {
    auto node = std::make_unique<RangeExpr>(range(domain));
    node->low = build(domain->expr(0));
    node->high = build(domain->expr(1));
    binder.domain = finish(std::move(node));
  }
  return binder;
}

StmtPtr Builder::build(Parser::ForStmtContext *ctx) {
  auto stmt = std::make_unique<ForStmt>(range(ctx));
  stmt->variable = ident(ctx->forHead()->name());
  auto *domain = ctx->forHead()->domain();
  stmt->domain = build(domain->expr(0));
  if (domain->DOTDOT()) {
    auto node = std::make_unique<RangeExpr>(range(domain));
    node->low = std::move(stmt->domain);
    node->high = build(domain->expr(1));
    stmt->domain = finish(std::move(node));
  }
  stmt->body = build(ctx->block());
  return stmt;
}

StmtPtr Builder::build(Parser::IfStmtContext *ctx) {
  auto stmt = std::make_unique<IfStmt>(range(ctx));
  auto conditions = ctx->expr();
  auto blocks = ctx->block();
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    IfStmt::Arm &arm = stmt->arms.emplace_back();
    arm.condition = build(conditions[i]);
    arm.body = build(blocks[i]);
  }
  if (blocks.size() > conditions.size())
    stmt->elseBody = build(blocks.back());
  return stmt;
}

std::vector<DeclPtr>
dnd::frontend::impl::buildDeclarations(Parser::FileContext *tree,
                                       llvm::ArrayRef<Token> tokens,
                                       FileId file, DiagnosticEngine &diags) {
  std::vector<DeclPtr> declarations;
  Builder builder(tokens, file, diags);
  try {
    for (auto *ctx : tree->declaration())
      if (DeclPtr decl = builder.build(ctx))
        declarations.push_back(std::move(decl));
  } catch (const TreeTooDeep &) {
    // Reported; later declarations are not looked at.
  }
  return declarations;
}
