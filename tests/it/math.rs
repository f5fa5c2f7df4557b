//! LaTeX in, `MathML` or an error out.

use cribsheet::math::render;
use proptest::prelude::*;
use roxmltree::Document;

#[test]
fn formulas_become_mathml() {
    assert_eq!(
        render("x_1 < 2", false).unwrap(),
        "<math display=\"inline\"><msub><mi>x</mi><mn>1</mn></msub><mo>&lt;</mo><mn>2</mn></math>"
    );
    let block = render(r"\frac{1}{2}", true).unwrap();
    assert!(block.starts_with("<math display=\"block\"><mfrac>"), "{block}");
}

#[test]
fn what_would_need_a_style_does_without() {
    for formula in
        [r"a \! b", r"\begin{cases} a \\[2em] b \end{cases}", r"\mkern -3mu x", r"\hspace{-1em}"]
    {
        let mathml = render(formula, true).unwrap();
        assert!(!mathml.contains(" style="), "{mathml}");
    }
    assert!(render(r"x \mkern 3mu y", false).unwrap().contains("<mspace width=\"0.16666667em\"/>"));
    for formula in [r"\color{red} x", r"\textcolor{red}{x}", r"\colorbox{red}{x}", r"\fbox{x}"] {
        assert!(render(formula, false).is_err(), "{formula}");
    }
}

#[test]
fn display_style_is_on_an_element_of_its_own() {
    let mathml = render(r"\displaystyle x", false).unwrap();
    assert!(
        mathml.contains("<mstyle displaystyle=\"true\" scriptlevel=\"0\"><mi>x</mi></mstyle>"),
        "{mathml}"
    );
}

#[test]
fn text_cannot_become_markup() {
    for formula in [r"\text{<script>x</script>}", r"\operatorname{<img src=x>}", r"\mathrm{<b>}"] {
        let mathml = render(formula, false).unwrap();
        let document = Document::parse(&mathml).unwrap();
        assert!(
            document
                .descendants()
                .filter(roxmltree::Node::is_element)
                .all(|node| node.tag_name().name().starts_with('m'))
        );
    }
}

#[test]
fn errors_are_returned_with_their_place() {
    let error = render(r"a + b + \foo + c + d + e", false).unwrap_err();
    assert_eq!((error.message.as_str(), error.offset), (r"the command `\foo` is unknown", Some(8)));
    for formula in
        ["", r"\frac{a", "x^1^2", r"\begin{nope} \end{nope}", "a & b", r"\bar_a", "{%", r"\charé"]
    {
        let error = render(formula, false).unwrap_err();
        assert!(!error.message.is_empty() && !error.message.contains('\n'), "{formula}");
    }
    assert!(render(&"x".repeat(9000), false).is_err());
    assert!(render(r"\def\a{\a\a}\a", false).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_formula_is_set_or_refused(
        parts in prop::collection::vec(prop::sample::select(vec![
            r"\frac", "{", "}", "x", "^", "_", r"\left(", r"\right)", "&", r"\\", r"\sqrt", "é", " ", r"\text{<a>}",
            r"\begin{cases}", r"\end{cases}", r"\bar", "%", r"\not", "<", r"\def\a{y}", r"\a", "#1", r"\displaystyle",
        ]), 0..12),
        noise in "\\PC{0,6}",
    ) {
        if let Ok(mathml) = render(&(parts.concat() + &noise), true) {
            prop_assert!(Document::parse(&mathml).is_ok(), "{mathml}");
            prop_assert!(!mathml.contains(" style="));
        }
    }
}
