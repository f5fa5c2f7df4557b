//! Width and height of images, from their first bytes.

use imagesize::ImageError;

/// What a file's header says of an image.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Header {
    /// The file's name is not that of an image.
    NoImage,
    /// Width and height in CSS pixels, as a browser shows the image.
    Size(u32, u32),
    /// A sound image without a size of its own.
    Sizeless,
    /// The reason why the header cannot be read.
    Invalid(&'static str),
}

/// Reads the header of a file whose name ends as images' names do.
pub(super) fn header(name: &str, bytes: &[u8]) -> Header {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("svg") => svg(bytes),
        Some(
            "png" | "apng" | "jpg" | "jpeg" | "jfif" | "gif" | "webp" | "avif" | "bmp" | "ico"
            | "jxl",
        ) => raster(bytes),
        _ => Header::NoImage,
    }
}

fn raster(bytes: &[u8]) -> Header {
    if bytes.is_empty() {
        return Header::Invalid("the file is empty");
    }
    match imagesize::blob_size(bytes) {
        Ok(size) => {
            let narrow = |length: usize| u32::try_from(length).unwrap_or(0);
            match (narrow(size.width), narrow(size.height)) {
                (0, _) | (_, 0) => Header::Invalid("its width or height is zero"),
                (width, height) if is_on_its_side(bytes) => Header::Size(height, width),
                (width, height) => Header::Size(width, height),
            }
        }
        Err(ImageError::NotSupported) => Header::Invalid("it is in no format that browsers show"),
        Err(ImageError::CorruptedImage | ImageError::IoError(_)) => {
            Header::Invalid("the file ends within its header")
        }
    }
}

/// True for a JPEG whose EXIF orientation makes browsers turn it by a quarter.
fn is_on_its_side(bytes: &[u8]) -> bool {
    exif_orientation(bytes).is_some_and(|orientation| (5..=8).contains(&orientation))
}

fn exif_orientation(bytes: &[u8]) -> Option<u16> {
    let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
    loop {
        let (marker, length) = (rest.get(..2)?, rest.get(2..4)?);
        let end = 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
        if marker[0] != 0xff || marker[1] == 0xda {
            return None;
        }
        let segment = rest.get(4..end)?;
        if let (0xe1, Some(tiff)) = (marker[1], segment.strip_prefix(b"Exif\0\0")) {
            return tiff_orientation(tiff);
        }
        rest = rest.get(end..)?;
    }
}

/// Looks up tag 0x0112 in the first directory of TIFF data.
fn tiff_orientation(tiff: &[u8]) -> Option<u16> {
    let is_little = tiff.starts_with(b"II");
    let short = |place: usize| {
        let bytes = [*tiff.get(place)?, *tiff.get(place.checked_add(1)?)?];
        Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let (low, high) = if is_little { (4, 6) } else { (6, 4) };
    let directory = usize::from(short(low)?) + (usize::from(short(high)?) << 16);
    let n_entries = usize::from(short(directory)?);
    let entries = (0..n_entries).map(|entry| directory + 2 + entry * 12);
    let found =
        entries.take_while(|entry| *entry < tiff.len()).find(|entry| short(*entry) == Some(0x0112));
    short(found? + 8)
}

/// Reads the attributes of an SVG's root element: `width` and `height`, else the `viewBox`.
fn svg(bytes: &[u8]) -> Header {
    let text = String::from_utf8_lossy(bytes);
    let Some(tag) = root_tag(&text) else {
        return Header::Invalid("it has no `<svg>` element at its top");
    };
    let length = |name| attribute(tag, name).and_then(pixels);
    let viewport = attribute(tag, "viewBox").and_then(|value| {
        let numbers: Vec<f64> = value
            .split(|letter: char| letter == ',' || letter.is_whitespace())
            .filter(|part| !part.is_empty())
            .map(|part| part.parse().ok())
            .collect::<Option<_>>()?;
        (numbers.len() == 4 && numbers[2] > 0.0 && numbers[3] > 0.0)
            .then(|| (numbers[2], numbers[3]))
    });
    let size = match (length("width"), length("height"), viewport) {
        (Some(width), Some(height), _) => Some((width, height)),
        (Some(width), None, Some((across, down))) => Some((width, width * down / across)),
        (None, Some(height), Some((across, down))) => Some((height * across / down, height)),
        (None, None, viewport) => viewport,
        _ => None,
    };
    match size.map(|(width, height)| (rounded(width), rounded(height))) {
        Some((width, height)) if width > 0 && height > 0 => Header::Size(width, height),
        _ => Header::Sizeless,
    }
}

/// Returns the start tag of the root element, if it is `svg`.
fn root_tag(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let after = if let Some(comment) = rest.strip_prefix("<!--") {
            comment.split_once("-->")?.1
        } else if let Some(instruction) = rest.strip_prefix("<?") {
            instruction.split_once("?>")?.1
        } else if let Some(doctype) = rest.strip_prefix("<!") {
            let (before, after) = doctype.split_once('>')?;
            // Entities are declared between brackets, each ending in `>` too.
            if before.contains('[') { doctype.split_once(']')?.1.split_once('>')?.1 } else { after }
        } else {
            break;
        };
        rest = after.trim_start();
    }
    let tag = rest.strip_prefix('<')?;
    let name_end = tag.find(|letter: char| letter.is_whitespace() || "/>".contains(letter))?;
    let name = tag[..name_end].rsplit(':').next()?;
    (name == "svg").then(|| &tag[name_end..tag_end(tag)])
}

/// Returns where a start tag ends: at the first `>` outside quotes.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (place, letter) in tag.char_indices() {
        match (quote, letter) {
            (None, '>') => return place,
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
    }
    tag.len()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let equals = rest.find('=')?;
        let found = rest[..equals].split_whitespace().last()?;
        let value = rest[equals + 1..].trim_start();
        let quote = value.chars().next().filter(|letter| "\"'".contains(*letter))?;
        let (value, after) = value[1..].split_once(quote)?;
        if found == name {
            return Some(value.trim());
        }
        rest = after;
    }
}

/// Returns a length in CSS pixels; `None` for one that depends on where the image stands.
fn pixels(length: &str) -> Option<f64> {
    let number_end = length
        .find(|letter: char| !letter.is_ascii_digit() && !"+-.eE".contains(letter))
        .unwrap_or(length.len());
    // In `2em` the `e` belongs to the unit.
    let number_end = length[..number_end].trim_end_matches(['e', 'E']).len();
    let number: f64 = length[..number_end].parse().ok()?;
    let factor = match &length[number_end..] {
        "" | "px" => 1.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        _ => return None,
    };
    (number > 0.0).then_some(number * factor)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates")]
fn rounded(length: f64) -> u32 {
    length.round() as u32
}
