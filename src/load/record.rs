//! The text of `verified.json` → `Record`, and of `requirements.txt` → `Pins`.

use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::span::Span;
use crate::model::inputs::TextFile;
use crate::model::record::{Pin, Pins, Record, normal_name};
use crate::rules;

/// Reads the record; `None`, with a finding, if it is no record.
pub(super) fn parse(file: &TextFile) -> Checked<Option<Record>> {
    let (span, message) = match serde_json::from_str::<Record>(&file.text) {
        Ok(record) if record.version == Record::VERSION => return Checked::clean(Some(record)),
        Ok(record) => {
            (Span::at(0), format!("the record has the unknown version {}", record.version))
        }
        Err(error) => {
            let at = line_start(&file.text, error.line()) + error.column().saturating_sub(1);
            (Span::at(at.min(file.text.len())), format!("this is no record of samples: {error}"))
        }
    };
    let finding = Diagnostic::at(&rules::INVALID_RECORD, &file.file, span, message)
        .help("run `crib test --update`, which writes it anew");
    Checked { value: None, diagnostics: vec![finding] }
}

/// Reads the packages; lines that name none (options, comments) are passed over.
pub(super) fn pins(text: &str) -> Pins {
    let mut at = 0;
    let mut pins = Pins::new();
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let requirement = line.split(" #").next().unwrap_or_default().trim();
        let name_end = requirement.find(|letter: char| !is_name(letter));
        let (name, rest) = requirement.split_at(name_end.unwrap_or(requirement.len()));
        if name.is_empty() || requirement.starts_with(['#', '-']) {
            continue;
        }
        let version =
            rest.split(';').next().and_then(|rest| rest.split_once("==")).map(|pin| pin.1);
        let version =
            version.and_then(|version| version.split_whitespace().next()).map(str::to_owned);
        let span = Span::new(start..start + line.trim_end().len());
        pins.insert(normal_name(name), Pin { version, span });
    }
    pins
}

fn is_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.')
}

fn line_start(text: &str, number: usize) -> usize {
    text.split_inclusive('\n').take(number.saturating_sub(1)).map(str::len).sum()
}

#[cfg(test)]
mod tests {
    use super::pins;

    #[test]
    fn requirements_are_read_as_pip_reads_them() {
        let text = "# tools\nFlask == 3.1.3  # web\npsycopg[binary]==3.3.9 ; python_version < '4'\n\
                    -r other.txt\nruamel.YAML==1\nredis\n";
        let pins: Vec<(String, Option<String>)> =
            pins(text).into_iter().map(|(name, pin)| (name, pin.version)).collect();
        let pin = |name: &str, version: &str| (name.to_owned(), Some(version.to_owned()));
        let expected = [
            pin("flask", "3.1.3"),
            pin("psycopg", "3.3.9"),
            ("redis".to_owned(), None),
            pin("ruamel-yaml", "1"),
        ];
        assert_eq!(pins, expected);
    }
}
