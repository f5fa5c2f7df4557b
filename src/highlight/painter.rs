//! Follows syntect's scope stack and turns its changes into tokens.

use syntect::parsing::{ClearAmount, Scope, ScopeStackOp};

use super::TokenClass;
use super::token::Builder;

/// What a scope says about the text under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paint {
    /// The text has this class.
    Class(TokenClass),
    /// The text has no class, whatever the scopes around say: code inside a string.
    Plain,
    /// The scopes around decide.
    Inherit,
}

/// The classes of the open scopes, innermost last, each already resolved against those around it: the class of the
/// text is the last one, and nothing is looked up or built for a token.
#[derive(Debug, Default)]
pub(super) struct Painter {
    open: Vec<Option<TokenClass>>,
    cleared: Vec<Vec<Option<TokenClass>>>,
}

impl Painter {
    /// Adds the tokens of a piece of text that begins where `builder` stands, and ends at `end`.
    pub(super) fn paint(
        &mut self,
        builder: &mut Builder<'_>,
        end: usize,
        ops: &[(usize, ScopeStackOp)],
        look_up: impl Fn(Scope) -> Paint,
    ) {
        let start = builder.end();
        for (offset, op) in ops {
            // The engine was given a line break that the text may lack.
            builder.push(self.class(), (start + offset).min(end));
            self.apply(op, &look_up);
        }
        builder.push(self.class(), end);
    }

    fn class(&self) -> Option<TokenClass> {
        self.open.last().copied().flatten()
    }

    fn apply(&mut self, op: &ScopeStackOp, look_up: impl Fn(Scope) -> Paint) {
        match op {
            ScopeStackOp::Push(scope) => self.open.push(match look_up(*scope) {
                Paint::Class(class) => Some(class),
                Paint::Plain => None,
                Paint::Inherit => self.class(),
            }),
            ScopeStackOp::Pop(count) => self.open.truncate(self.open.len().saturating_sub(*count)),
            ScopeStackOp::Clear(amount) => {
                let kept = match amount {
                    ClearAmount::TopN(count) => self.open.len().saturating_sub(*count),
                    ClearAmount::All => 0,
                };
                self.cleared.push(self.open.split_off(kept));
            }
            ScopeStackOp::Restore => self.open.extend(self.cleared.pop().unwrap_or_default()),
            ScopeStackOp::Noop => {}
        }
    }
}
