//! Interactive sessions: prompts, what was typed, and what came back.
//!
//! The typed lines are joined without their prompts, highlighted as one program by the language's grammar, and laid
//! back line by line, so a string or a statement may run over several prompts.

use std::ops::Range;

use super::own::{self, Grammar};
use super::token::Builder;
use super::{Token, TokenClass};

/// Whose prompts to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Transcript {
    /// `>>>` and `...`.
    Python,
    /// `$`, `%`, `user@host:~#`, `(venv) $`, `PS>`; `>` continues.
    Shell,
    /// `name=#`, `name=>` and, to continue, `name-#`.
    Psql,
}

/// Returns the tokens of `text`, whose lines end in `\n`.
pub(super) fn highlight(kind: Transcript, text: &str) -> Vec<Token> {
    let lines = kind.lines(text);
    if kind == Transcript::Shell && lines.iter().all(|line| line.prompt.is_none()) {
        // Commands without prompts are common where only commands are shown.
        return own::highlight(Grammar::Shell, text);
    }
    let mut builder = Builder::new(text);
    for run in lines.chunk_by(|one, other| one.prompt.is_some() == other.prompt.is_some()) {
        if run[0].prompt.is_some() {
            push_typed(&mut builder, kind.grammar(), text, run);
        } else {
            for line in run {
                builder.push(Some(class_of_output(kind, &text[line.text.clone()])), line.text.end);
            }
        }
    }
    builder.finish()
}

struct Line {
    text: Range<usize>,
    /// How many bytes the prompt has; `None` for output. A line typed after `\` has an empty prompt.
    prompt: Option<usize>,
}

impl Transcript {
    fn grammar(self) -> Grammar {
        match self {
            Self::Python => Grammar::Python,
            Self::Shell => Grammar::Shell,
            Self::Psql => Grammar::Sql,
        }
    }

    fn lines(self, text: &str) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let before = lines
                .last()
                .filter(|last| last.prompt.is_some())
                .map(|last| &text[last.text.clone()]);
            let end = start + line.len();
            lines.push(Line {
                text: start..end,
                prompt: self.prompt_len(line.trim_end_matches('\n'), before),
            });
            start = end;
        }
        lines
    }

    /// Returns how many bytes of `line` are a prompt and the blank after it. `before` is the line before, if typed.
    fn prompt_len(self, line: &str, before: Option<&str>) -> Option<usize> {
        match self {
            Self::Python => python_prompt(line, before.is_some()),
            Self::Shell => shell_prompt(line).or_else(|| {
                before.and_then(|before| match line.strip_prefix('>') {
                    Some(rest) if rest.is_empty() || rest.starts_with(' ') => {
                        Some(if rest.is_empty() { 1 } else { 2 })
                    }
                    _ => before.trim_end_matches('\n').ends_with('\\').then_some(0),
                })
            }),
            Self::Psql => psql_prompt(line),
        }
    }
}

fn python_prompt(line: &str, after_typed: bool) -> Option<usize> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let rest = line[indent..]
        .strip_prefix(">>>")
        .or_else(|| line[indent..].strip_prefix("...").filter(|_| after_typed))?;
    match rest.as_bytes() {
        [] => Some(indent + 3),
        [b' ', ..] => Some(indent + 4),
        _ => None,
    }
}

fn shell_prompt(line: &str) -> Option<usize> {
    let mut at = 0;
    if let Some(rest) = line.strip_prefix('(')
        && let Some((environment, _)) = rest.split_once(") ")
        && !environment.contains(' ')
    {
        at = environment.len() + 3;
    }
    let rest = &line[at..];
    if rest.starts_with("PS ") || rest.starts_with("PS>") {
        let place = rest.find('>')?;
        return blank_after(line, at + place + 1);
    }
    let (host, sign) = rest.char_indices().find(|(_, sign)| matches!(sign, '$' | '%' | '#'))?;
    let named = host > 0 && (rest[..host].contains('@') || rest.starts_with('['));
    let bare = host == 0 && sign != '#';
    // A host and a path have no blanks, unless in brackets: `[user@host src]$`.
    let one_word = !rest[..host].contains(' ') || rest.starts_with('[');
    if bare || (named && one_word) { blank_after(line, at + host + 1) } else { None }
}

fn psql_prompt(line: &str) -> Option<usize> {
    let name =
        line.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    match line.as_bytes().get(name..name + 2)? {
        [b'=' | b'-' | b'(' | b'\'' | b'"' | b'*', b'#' | b'>'] if name > 0 => {
            blank_after(line, name + 2)
        }
        _ => None,
    }
}

fn blank_after(line: &str, sign_end: usize) -> Option<usize> {
    match line.as_bytes().get(sign_end) {
        None => Some(sign_end),
        Some(b' ') => Some(sign_end + 1),
        Some(_) => None,
    }
}

fn push_typed(builder: &mut Builder<'_>, grammar: Grammar, text: &str, run: &[Line]) {
    let typed = |line: &Line| line.text.start + line.prompt.unwrap_or(0)..line.text.end;
    let program: String = run.iter().map(|line| &text[typed(line)]).collect();
    let tokens = own::highlight(grammar, &program);
    let mut tokens = tokens.iter().peekable();
    let mut program_start = 0;
    for line in run {
        let shown = typed(line);
        builder.push(
            Some(TokenClass::Prompt).filter(|_| !shown.is_empty() || line.prompt > Some(0)),
            shown.start,
        );
        let program_end = program_start + shown.len();
        while let Some(token) = tokens.peek() {
            let end = token.text.end.min(program_end);
            builder.push(token.class, shown.start + end - program_start.min(end));
            if token.text.end > program_end {
                break;
            }
            tokens.next();
        }
        program_start = program_end;
    }
}

fn class_of_output(kind: Transcript, line: &str) -> TokenClass {
    let line = line.trim_start_matches([' ', '|', '+', '-']);
    let name = line.split([':', '\n']).next().unwrap_or_default();
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_name =
        name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.');
    let ends = ["Error", "Exception", "Warning", "Interrupt", "Iteration", "Exit", "Group"];
    let raised = is_name && last.starts_with(|first: char| first.is_ascii_uppercase());
    match kind {
        Transcript::Python if line.contains("Traceback (most recent call last)") => {
            TokenClass::Error
        }
        Transcript::Python if raised && ends.iter().any(|end| last.ends_with(end)) => {
            TokenClass::Error
        }
        Transcript::Psql if line.starts_with("ERROR:") || line.starts_with("FATAL:") => {
            TokenClass::Error
        }
        _ => TokenClass::Output,
    }
}
