//! Stand-ins for the modules that draw diagrams and set mathematics, with their signatures, until
//! those modules are there.

/// Diagrams.
pub(crate) mod diagram {
    /// A drawn diagram.
    #[derive(Debug)]
    pub(crate) struct Diagram {
        pub(crate) svg: String,
        pub(crate) width: u32,
        pub(crate) height: u32,
        pub(crate) title: Option<String>,
        pub(crate) description: Option<String>,
    }

    /// Why a diagram cannot be drawn.
    #[derive(Debug)]
    pub(crate) struct DiagramError {
        pub(crate) line: Option<usize>,
        pub(crate) message: String,
    }

    pub(crate) fn render(source: &str, id_prefix: &str) -> Result<Diagram, DiagramError> {
        if let Some(line) = source.lines().position(|line| line.contains("!!")) {
            return Err(DiagramError { line: Some(line), message: "unexpected `!!`".to_owned() });
        }
        let svg = [
            "<svg viewBox=\"0 0 420 120\" width=\"420\" height=\"120\" role=\"img\" aria-labelledby=\"",
            id_prefix,
            "t\"><title id=\"",
            id_prefix,
            "t\">Diagram</title><rect x=\"20\" y=\"30\" width=\"140\" height=\"60\" rx=\"8\"/>",
            "<rect x=\"260\" y=\"30\" width=\"140\" height=\"60\" rx=\"8\"/>",
            "<path d=\"M160 60H260\"/></svg>",
        ];
        Ok(Diagram {
            svg: svg.concat(),
            width: 420,
            height: 120,
            title: None,
            description: Some("Diagram".to_owned()),
        })
    }
}

/// Mathematics.
pub(crate) mod math {
    use crate::base::html;

    /// Why a formula cannot be set.
    #[derive(Debug)]
    pub(crate) struct MathError {
        pub(crate) message: String,
        pub(crate) offset: usize,
    }

    pub(crate) fn render(latex: &str, display: bool) -> Result<String, MathError> {
        if let Some(offset) = latex.find("\\broken") {
            return Err(MathError { message: "unknown command `\\broken`".to_owned(), offset });
        }
        let open = if display { "<math display=\"block\"><mtext>" } else { "<math><mtext>" };
        Ok([open, &html::escape(latex), "</mtext></math>"].concat())
    }
}
