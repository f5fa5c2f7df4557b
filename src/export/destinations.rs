//! On which page of a PDF the places stand that its links lead to.
//!
//! A browser gives each place that a link leads to a name: the link's fragment, as it is written.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::base::path::encode;
use crate::render::PageNumbers;

/// What a PDF tells.
#[derive(Debug)]
pub(super) struct Found {
    /// Of each id that was asked for, on which page it stands, counted from 1.
    pub(super) numbers: PageNumbers,
    /// How many pages there are.
    pub(super) n_sheets: usize,
}

/// Reads where ids stand. Those that the PDF does not tell are left out.
pub(super) fn read(pdf: &[u8], ids: &[String]) -> Result<Found, lopdf::Error> {
    let document = Document::load_mem(pdf)?;
    let pages = document.get_pages();
    let numbers: BTreeMap<ObjectId, u32> =
        pages.into_iter().map(|(number, page)| (page, number)).collect();
    let catalog = document.catalog()?;
    let named = named(&document, catalog);
    let number = |id: &String| {
        let destination = named.get(encode(id).as_bytes()).or_else(|| named.get(id.as_bytes()))?;
        Some((id.clone(), *numbers.get(&page(&document, destination)?)?))
    };
    Ok(Found { numbers: ids.iter().filter_map(number).collect(), n_sheets: numbers.len() })
}

/// Returns the named destinations: of PDF 1.1 in a dictionary, of later ones in a tree.
fn named<'a>(document: &'a Document, catalog: &'a Dictionary) -> BTreeMap<&'a [u8], &'a Object> {
    let mut named = BTreeMap::new();
    if let Ok(all) = document.get_dict_in_dict(catalog, b"Dests") {
        named.extend(all.iter().map(|(name, destination)| (name.as_slice(), destination)));
    }
    let names = document.get_dict_in_dict(catalog, b"Names");
    if let Ok(tree) = names.and_then(|names| document.get_dict_in_dict(names, b"Dests")) {
        add_tree(document, tree, &mut named, 0);
    }
    named
}

fn add_tree<'a>(
    document: &'a Document,
    node: &'a Dictionary,
    named: &mut BTreeMap<&'a [u8], &'a Object>,
    depth: usize,
) {
    // A tree of a broken file could be a ring.
    if depth > 32 {
        return;
    }
    let list = |key: &[u8]| node.get_deref(key, document).and_then(Object::as_array).ok();
    for pair in list(b"Names").into_iter().flat_map(|names| names.chunks_exact(2)) {
        if let Ok(name) = pair[0].as_str() {
            named.insert(name, &pair[1]);
        }
    }
    for kid in list(b"Kids").into_iter().flatten() {
        if let Ok((_, Object::Dictionary(kid))) = document.dereference(kid) {
            add_tree(document, kid, named, depth + 1);
        }
    }
}

/// Returns the page that a destination is on: the first item of its array.
fn page(document: &Document, destination: &Object) -> Option<ObjectId> {
    let (_, destination) = document.dereference(destination).ok()?;
    let destination = match destination {
        Object::Dictionary(dictionary) => dictionary.get_deref(b"D", document).ok()?,
        other => other,
    };
    destination.as_array().ok()?.first()?.as_reference().ok()
}

#[cfg(test)]
mod tests {
    use lopdf::{Document, Object, dictionary};

    use super::read;

    /// Returns a file of two pages whose second has two names, one in each of the two forms.
    fn pdf() -> Vec<u8> {
        let mut document = Document::with_version("1.4");
        let tree = document.new_object_id();
        let page = |document: &mut Document| {
            document.add_object(dictionary! { "Type" => "Page", "Parent" => tree })
        };
        let (first, second) = (page(&mut document), page(&mut document));
        let kids = vec![first.into(), second.into()];
        let pages = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 2 };
        document.objects.insert(tree, Object::Dictionary(pages));
        let place = vec![Object::from(second), "XYZ".into(), 0.into(), 0.into(), Object::Null];
        let leaf = document.add_object(dictionary! {
            "Names" => vec![Object::string_literal("later"), Object::Array(place.clone())],
        });
        let root = document.add_object(dictionary! {
            "Type" => "Catalog",
            "Pages" => tree,
            "Dests" => dictionary! { "page:a%20b" => place },
            "Names" => dictionary! { "Dests" => dictionary! { "Kids" => vec![leaf.into()] } },
        });
        document.trailer.set("Root", root);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn places_have_the_number_of_their_page() {
        let ids = ["page:a b", "later", "nowhere"].map(str::to_owned);
        let found = read(&pdf(), &ids).unwrap();
        let numbers: Vec<_> = found.numbers.into_iter().collect();
        assert_eq!(numbers, [("later".to_owned(), 2), ("page:a b".to_owned(), 2)]);
        assert_eq!(found.n_sheets, 2);
    }

    #[test]
    fn what_is_no_pdf_is_refused() {
        assert!(read(b"%PDF-1.4\nnot really", &[]).is_err());
    }
}
