//! Alerts that `CommonMark` parsers take for plain quotes: `[!PITFALL]` and `[!SCALE]`.

use crate::base::span::Span;
use crate::base::suggest;
use crate::model::doc::{Block, Callout, CalloutKind, Inline, Node};
use crate::parse::context::Context;
use crate::rules;

/// Returns a quote, or the alert that its first line makes of it.
pub(super) fn quote(mut body: Vec<Node<Block>>, context: &mut Context<'_>) -> Block {
    let Some((word, place)) = alert_word(&body, context.text) else { return Block::Quote(body) };
    let kind = CalloutKind::ALL.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(&word));
    let Some((_, kind)) = kind else {
        let names = CalloutKind::ALL.map(|(name, _)| name);
        let help = suggest::did_you_mean(&word.to_uppercase(), names)
            .unwrap_or_else(|| format!("alerts are `{}`", names.join("`, `")));
        let message = format!("unknown alert `{word}`, shown as a quote");
        context.report(&rules::UNKNOWN_ATTRIBUTE, place, message, &help);
        return Block::Quote(body);
    };
    drop_first_line(&mut body);
    Block::Callout(Callout { kind, body })
}

/// Returns the word of `[!WORD]` on a line of its own, and the place of the whole.
fn alert_word(body: &[Node<Block>], text: &str) -> Option<(String, Span)> {
    let Block::Paragraph(content) = &body.first()?.kind else { return None };
    let Node { kind: Inline::Text(first), span } = content.first()? else { return None };
    let ends_line = matches!(
        content.get(1).map(|node| &node.kind),
        None | Some(Inline::SoftBreak | Inline::HardBreak)
    );
    let word = first.trim().strip_prefix("[!")?.strip_suffix(']')?;
    let is_word = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_escaped = text[..span.start as usize].ends_with('\\');
    (ends_line && is_word && !is_escaped).then(|| (word.to_owned(), *span))
}

fn drop_first_line(body: &mut Vec<Node<Block>>) {
    if let Some(Node { kind: Block::Paragraph(content), .. }) = body.first_mut() {
        content.drain(..content.len().min(2));
        if content.is_empty() {
            body.remove(0);
        }
    }
}
