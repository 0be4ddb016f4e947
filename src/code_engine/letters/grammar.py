"""What a template may be made of: words, fields, choices and lists; nothing that could run for ever or fill the memory.

A list of what is allowed, not of what is forbidden: whatever Jinja2 has or will have besides is refused where it
stands.
"""

from __future__ import annotations

from typing import Final

from jinja2 import TemplateSyntaxError, nodes

ALLOWED: Final = (
    nodes.Template,
    nodes.Scope,
    nodes.TemplateData,
    nodes.Output,
    nodes.Extends,
    nodes.Block,
    nodes.If,
    nodes.For,
    nodes.Assign,
    nodes.Name,
    nodes.Const,
    nodes.List,
    nodes.Tuple,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Filter,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.CondExpr,
    nodes.Call,
)
_SAID: Final = {
    nodes.Concat: "a template does not join words with `~`: write them beside each other",
    nodes.Macro: "a template has no macros",
    nodes.CallBlock: "a template has no macros",
    nodes.Include: "a template includes no other: override a block",
    nodes.Import: "a template imports nothing",
    nodes.FromImport: "a template imports nothing",
    nodes.AssignBlock: "`set` takes a value, not a passage: write it where it is to stand",
    nodes.ScopedEvalContextModifier: "a template may not switch escaping off",
    nodes.EvalContextModifier: "a template may not switch escaping off",
    nodes.Dict: "a template has no use for a dictionary",
    nodes.Slice: "a template takes no part of a text or list",
}
_SUPER: Final = "super"
CORE_NAME: Final = "core/"
"""How the names of the core's own templates begin: one of them includes another."""

_DEEPEST: Final = 4
"""Lists in lists; the templates here have one in another at most."""


def check(tree: nodes.Template, name: str | None, filename: str | None, own_call: str) -> None:
    """Refuse what a template may not be made of. Raises TemplateSyntaxError with the line.

    `own_call` is the one function, besides `super`, that a tag of ours calls.
    """

    def refuse(message: str, node: nodes.Node) -> None:
        raise TemplateSyntaxError(message, node.lineno or 1, name, filename)

    def walk(node: nodes.Node, lists: int) -> None:
        if isinstance(node, nodes.BinExpr | nodes.Neg | nodes.Pos) and not isinstance(node, nodes.And | nodes.Or):
            refuse("a letter does no arithmetic", node)
        if isinstance(node, nodes.Include) and (name or "").startswith(CORE_NAME):
            return
        if not isinstance(node, ALLOWED):
            refuse(_SAID.get(type(node), f"a template has no use for `{type(node).__name__.lower()}`"), node)
        if isinstance(node, nodes.Call) and not (isinstance(node.node, nodes.Name) and node.node.name in allowed):
            refuse("a template calls nothing but `super()`", node)
        if isinstance(node, nodes.Name) and node.name == "self":
            refuse("a template may not use `self`: write `super()` for what the block said below", node)
        if isinstance(node, nodes.Extends) and not isinstance(node.template, nodes.Const):
            refuse("a template names what it extends in quotes", node)
        if isinstance(node, nodes.For):
            lists += 1
            if node.recursive or lists > _DEEPEST:
                refuse(f"a template goes through lists in lists, at most {_DEEPEST} deep", node)
        for child in node.iter_child_nodes():
            walk(child, lists)

    allowed = (_SUPER, own_call)
    walk(tree, 0)
