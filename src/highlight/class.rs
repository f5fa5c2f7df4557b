//! The classes that tokens fall into: few enough for a theme to style each, after those of Pygments and Chroma.

/// What a token is to a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TokenClass {
    /// A reserved word, word operators such as `and` included.
    Keyword,
    /// A named constant of the language: `True`, `null`.
    Constant,
    /// A string or character literal.
    String,
    /// An escape sequence in a string.
    Escape,
    /// The delimiters and format of a field in a string: `{`, `:>8}`.
    Interpolation,
    /// A regular expression literal.
    Regex,
    /// A comment.
    Comment,
    /// A comment or string that documents: a docstring.
    Doc,
    /// A number, date or size.
    Number,
    /// A symbol operator. Our own grammars leave operators plain.
    Operator,
    /// The name of a function where it is defined (and called, in some languages).
    Function,
    /// The name of a class or another type where it is defined.
    Class,
    /// A name that the language provides: functions, types, exceptions, commands.
    Builtin,
    /// A decorator, annotation or attribute macro.
    Decorator,
    /// The name of a type.
    Type,
    /// The name of a parameter or command-line option.
    Parameter,
    /// The name of an attribute of a tag.
    Attribute,
    /// The name of a tag, a YAML tag or a table header.
    Tag,
    /// A variable with a sigil, or one that the language provides: `$HOME`, `self`.
    Variable,
    /// A key of a mapping, or the name of a property.
    Property,
    /// A label, anchor or lifetime.
    Label,
    /// A prompt in a transcript.
    Prompt,
    /// What a program printed.
    Output,
    /// An error that a program printed.
    Error,
    /// An inserted line of a diff.
    Inserted,
    /// A deleted line of a diff.
    Deleted,
    /// A heading, and the header of a diff.
    Heading,
}

impl TokenClass {
    /// Every class, in the order of declaration.
    pub const ALL: &[Self] = &[
        Self::Keyword,
        Self::Constant,
        Self::String,
        Self::Escape,
        Self::Interpolation,
        Self::Regex,
        Self::Comment,
        Self::Doc,
        Self::Number,
        Self::Operator,
        Self::Function,
        Self::Class,
        Self::Builtin,
        Self::Decorator,
        Self::Type,
        Self::Parameter,
        Self::Attribute,
        Self::Tag,
        Self::Variable,
        Self::Property,
        Self::Label,
        Self::Prompt,
        Self::Output,
        Self::Error,
        Self::Inserted,
        Self::Deleted,
        Self::Heading,
    ];

    /// Returns the class as HTML and themes write it: one to two letters, close to those of Pygments.
    pub fn css_class(self) -> &'static str {
        self.names().0
    }

    /// Returns the class as our grammars write it.
    pub(super) fn scope_name(self) -> &'static str {
        self.names().1
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Keyword => ("k", "keyword"),
            Self::Constant => ("kc", "constant"),
            Self::String => ("s", "string"),
            Self::Escape => ("se", "escape"),
            Self::Interpolation => ("si", "interpolation"),
            Self::Regex => ("sr", "regex"),
            Self::Comment => ("c", "comment"),
            Self::Doc => ("sd", "doc"),
            Self::Number => ("m", "number"),
            Self::Operator => ("o", "operator"),
            Self::Function => ("nf", "function"),
            Self::Class => ("nc", "class"),
            Self::Builtin => ("nb", "builtin"),
            Self::Decorator => ("nd", "decorator"),
            Self::Type => ("kt", "type"),
            Self::Parameter => ("np", "parameter"),
            Self::Attribute => ("na", "attribute"),
            Self::Tag => ("nt", "tag"),
            Self::Variable => ("nv", "variable"),
            Self::Property => ("py", "property"),
            Self::Label => ("nl", "label"),
            Self::Prompt => ("gp", "prompt"),
            Self::Output => ("go", "output"),
            Self::Error => ("gr", "error"),
            Self::Inserted => ("gi", "inserted"),
            Self::Deleted => ("gd", "deleted"),
            Self::Heading => ("gh", "heading"),
        }
    }
}
