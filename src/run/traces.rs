//! What the harness noted while a program ran.

use crate::run::expectation::lines;

/// The notes of one run; see `harness.py`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Traces {
    /// The parts that began, with the length of stdout then.
    pub(super) parts: Vec<usize>,
    /// First and last line, in the program, of each statement of the last part.
    pub(super) statements: Vec<(usize, usize)>,
    /// Statements or examples that ended, with the length of stdout then.
    pub(super) done: Vec<(usize, usize)>,
    /// The last uncaught exception.
    pub(super) raised: Option<Raised>,
    /// The last part ended.
    pub(super) has_ended: bool,
}

/// An uncaught exception.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Raised {
    /// The part that it ended.
    pub(super) part: usize,
    /// The innermost line of the program, 0 if none.
    pub(super) line: usize,
    /// `TypeError`
    pub(super) name: String,
    /// `builtins.TypeError`
    pub(super) qualified: String,
    /// What `str()` says.
    pub(super) message: String,
}

impl Traces {
    /// Reads the harness's file. A line that was cut off when the program was stopped counts for nothing.
    pub(super) fn parse(text: &str) -> Self {
        let mut traces = Self::default();
        for line in text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')) {
            let fields: Vec<String> = line.split('\t').map(unescape).collect();
            let number = |at: usize| fields.get(at).and_then(|field| field.parse::<usize>().ok());
            match fields[0].as_str() {
                "part" => traces.parts.extend(number(2)),
                "lines" => {
                    traces.statements = fields.get(1).map(|it| ranges(it)).unwrap_or_default();
                }
                "done" => traces.done.extend(number(1).zip(number(2))),
                "raised" => {
                    let word = |at: usize| fields.get(at).cloned().unwrap_or_default();
                    traces.raised = Some(Raised {
                        part: number(1).unwrap_or_default(),
                        line: number(2).unwrap_or_default(),
                        name: word(3),
                        qualified: word(4),
                        message: word(5),
                    });
                }
                "end" => traces.has_ended = true,
                _ => {}
            }
        }
        traces
    }

    /// Returns how long stdout was when the last part began.
    pub(super) fn own_start(&self) -> usize {
        self.parts.last().copied().unwrap_or_default()
    }

    /// Returns what each of `n` statements or examples printed. What was printed while no end was noted
    /// belongs to the one that ran then; what comes after the last, to the last.
    pub(super) fn chunks<'t>(&self, stdout: &'t [u8], n: usize) -> Vec<std::borrow::Cow<'t, str>> {
        let mut chunks = vec![std::borrow::Cow::Borrowed(""); n];
        let mut start = self.own_start();
        let mut next = 0;
        for (position, (number, end)) in self.done.iter().enumerate() {
            let is_last = position + 1 == self.done.len() && number.checked_add(1) == Some(n);
            let end = if is_last { stdout.len() } else { *end };
            if let Some(chunk) = chunks.get_mut(*number) {
                *chunk = String::from_utf8_lossy(stdout.get(start..end).unwrap_or_default());
            }
            (start, next) = (end, number.saturating_add(1));
        }
        if let Some(chunk) = chunks.get_mut(next) {
            *chunk = String::from_utf8_lossy(stdout.get(start..).unwrap_or_default());
        }
        chunks
    }

    /// Returns the number of the statement that was running when the program ended early.
    pub(super) fn running(&self) -> usize {
        self.done.last().map_or(0, |(number, _)| number.saturating_add(1))
    }
}

impl Raised {
    /// True if this is what `raises=` asks for: `TypeError`, or `TypeError: part of the message`. The
    /// name may be qualified.
    pub(super) fn is(&self, asked: &str) -> bool {
        let (name, message) = asked.split_once(':').unwrap_or((asked, ""));
        let name = name.trim();
        // `json.JSONDecodeError` is defined in `json.decoder`, which no author writes.
        let top = |path: &str| path.split('.').next().unwrap_or_default().to_owned();
        let is_public = |(module, class): (&str, &str)| {
            class == self.name && top(module) == top(&self.qualified)
        };
        let is_named = self.name == name || name.rsplit_once('.').is_some_and(is_public);
        is_named && self.message.contains(message.trim())
    }

    /// Returns it as tracebacks end: `TypeError: message`.
    pub(super) fn title(&self) -> String {
        match lines(&self.message).first() {
            Some(message) if !message.is_empty() => format!("{}: {message}", self.name),
            _ => self.name.clone(),
        }
    }
}

fn ranges(text: &str) -> Vec<(usize, usize)> {
    let range = |pair: &str| {
        let (first, last) = pair.split_once('-')?;
        Some((first.parse().ok()?, last.parse().ok()?))
    };
    text.split(',').filter_map(range).collect()
}

fn unescape(field: &str) -> String {
    let mut text = String::with_capacity(field.len());
    let mut letters = field.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n') => text.push('\n'),
                Some('r') => text.push('\r'),
                Some('t') => text.push('\t'),
                Some(other) => text.push(other),
                None => {}
            },
            _ => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Raised, Traces};

    #[test]
    fn what_was_printed_goes_to_its_statement() {
        let notes =
            "part\t0\t0\npart\t1\t2\nlines\t3-3,5-6,7-7\ndone\t0\t4\ndone\t1\t4\nraised\t1\t7\t";
        let traces = Traces::parse(notes);
        assert_eq!(traces.statements, [(3, 3), (5, 6), (7, 7)]);
        assert_eq!(traces.chunks(b"..abcd", 3), ["ab", "", "cd"]);
        assert_eq!((traces.running(), traces.raised), (2, None));
    }

    #[test]
    fn what_comes_last_goes_to_the_last() {
        let traces = Traces::parse("part\t0\t0\ndone\t0\t1\ndone\t1\t2\nend\t2\n");
        assert_eq!(traces.chunks(b"abc", 2), ["a", "bc"]);
    }

    #[test]
    fn exceptions_match_by_name_and_part_of_the_message() {
        let text =
            "raised\t0\t4\tOperationalError\tsqlite3.OperationalError\tno\\nsuch \\\\ table\n";
        let raised = Traces::parse(text).raised.unwrap();
        assert_eq!(raised.message, "no\nsuch \\ table");
        assert!(raised.is("OperationalError") && raised.is("sqlite3.OperationalError: such"));
        assert!(
            raised.is("sqlite3.dbapi2.OperationalError") && !raised.is("psycopg.OperationalError")
        );
        assert!(!raised.is("Error") && !raised.is("OperationalError: other"));
        assert_eq!(raised.title(), "OperationalError: no");
        assert_eq!(Raised { name: "E".to_owned(), ..Raised::default() }.title(), "E");
    }
}
