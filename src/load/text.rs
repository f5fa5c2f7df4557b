//! Bytes of a text file → UTF-8 without a byte-order mark. Bad bytes are reported and replaced.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::error::Error;
use crate::base::path::FilePath;
use crate::base::span::Span;
use crate::rules;

/// Spans count bytes in 32 bits.
const LARGEST: u64 = u32::MAX as u64;

/// Reads a file; `None` if there is none.
pub(super) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match read_sized(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Ok(None) => Err(Error::read(path)(io::Error::other("the file is larger than 4 GiB"))),
        read => read.map_err(Error::read(path)),
    }
}

/// Reads a file; `None` if it is larger than spans can count.
pub(super) fn read_sized(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    if length > LARGEST {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    file.read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Returns the text. One finding tells of all bad bytes, since one remedy mends them all.
pub(super) fn decode(file: &FilePath, bytes: &[u8]) -> Checked<String> {
    if let Some(text) = utf16(bytes) {
        let finding = Diagnostic::at(&rules::INVALID_UTF8, file, Span::at(0), "the file is UTF-16")
            .help("save it as UTF-8");
        return Checked { value: text, diagnostics: vec![finding] };
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut text = String::with_capacity(bytes.len());
    let mut bad: Vec<(Span, u8)> = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if let Some(byte) = chunk.invalid().first() {
            let start = text.len();
            text.push(char::REPLACEMENT_CHARACTER);
            bad.push((Span::new(start..text.len()), *byte));
        }
    }
    let Some((span, byte)) = bad.first() else { return Checked::clean(text) };
    let message = match bad.len() - 1 {
        0 => format!("the byte `0x{byte:02x}` is not UTF-8"),
        1 => format!("the byte `0x{byte:02x}` is not UTF-8, nor is one other"),
        others => format!("the byte `0x{byte:02x}` is not UTF-8, nor are {others} others"),
    };
    let finding =
        Diagnostic::at(&rules::INVALID_UTF8, file, *span, message).help("save the file as UTF-8");
    Checked { value: text, diagnostics: vec![finding] }
}

/// Returns the text of a file that starts with a byte-order mark of UTF-16.
fn utf16(bytes: &[u8]) -> Option<String> {
    let unit: fn([u8; 2]) -> u16 = match bytes.get(..2)? {
        b"\xff\xfe" => u16::from_le_bytes,
        b"\xfe\xff" => u16::from_be_bytes,
        _ => return None,
    };
    let units = bytes[2..].chunks(2).map(|pair| unit([pair[0], *pair.get(1).unwrap_or(&0)]));
    let letter = |unit: Result<char, _>| unit.unwrap_or(char::REPLACEMENT_CHARACTER);
    Some(char::decode_utf16(units).map(letter).collect())
}
