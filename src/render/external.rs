//! Stand-ins for the modules that highlight code, draw diagrams and set mathematics, with their
//! signatures, until those modules are there.

/// Highlighting.
pub(crate) mod highlight {
    use std::ops::Range;

    /// A language that can be highlighted.
    #[derive(Clone, Copy, Debug)]
    pub(crate) struct Language;

    /// What a token is.
    #[derive(Clone, Copy, Debug)]
    pub(crate) enum TokenClass {
        Keyword,
        String,
        Comment,
        Number,
    }

    impl TokenClass {
        pub(crate) fn css_class(self) -> &'static str {
            match self {
                Self::Keyword => "k",
                Self::String => "s",
                Self::Comment => "c",
                Self::Number => "m",
            }
        }
    }

    /// A piece of code of one class.
    #[derive(Clone, Debug)]
    pub(crate) struct Token {
        pub(crate) class: Option<TokenClass>,
        pub(crate) text: Range<usize>,
    }

    pub(crate) fn find_language(name: &str) -> Option<Language> {
        matches!(name, "python" | "py" | "pycon").then_some(Language)
    }

    const KEYWORDS: [&str; 22] = [
        "def", "class", "return", "import", "from", "for", "in", "if", "else", "elif", "while",
        "with", "as", "try", "except", "raise", "yield", "async", "await", "not", "is", "lambda",
    ];

    pub(crate) fn highlight(_language: Language, text: &str) -> Vec<Token> {
        let mut tokens: Vec<Token> = Vec::new();
        let mut push = |class: Option<TokenClass>, range: Range<usize>| {
            if class.is_none() && tokens.last().is_some_and(|last| last.class.is_none()) {
                if let Some(last) = tokens.last_mut() {
                    last.text.end = range.end;
                }
            } else {
                tokens.push(Token { class, text: range });
            }
        };
        let mut at = 0;
        while let Some(first) = text[at..].chars().next() {
            let rest = &text[at..];
            let (class, length) = if first == '#' {
                (Some(TokenClass::Comment), rest.find('\n').unwrap_or(rest.len()))
            } else if first == '"' || first == '\'' {
                let end = rest[1..].find([first, '\n']).map_or(rest.len(), |end| end + 2);
                (Some(TokenClass::String), end)
            } else if first.is_alphanumeric() || first == '_' {
                let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
                let end = end.unwrap_or(rest.len());
                let word = &rest[..end];
                let class = if KEYWORDS.contains(&word) {
                    Some(TokenClass::Keyword)
                } else if first.is_numeric() {
                    Some(TokenClass::Number)
                } else {
                    None
                };
                (class, end)
            } else {
                (None, first.len_utf8())
            };
            push(class, at..at + length);
            at += length;
        }
        tokens
    }
}

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
