//! `crib rules`: the table of all rules, or the explanation of one.

use crate::base::error::Error;
use crate::base::rule::{Level, Rule};
use crate::base::suggest::did_you_mean;
use crate::cli::{Outcome, args, terminal};
use crate::rules;

pub(super) fn run(options: &args::Rules) -> Result<Outcome, Error> {
    match &options.name {
        None => terminal::stdout(&table())?,
        Some(name) => terminal::stdout(&explanation(find(name)?))?,
    }
    Ok(Outcome::Clean)
}

fn find(name: &str) -> Result<&'static Rule, Error> {
    rules::find(name).ok_or_else(|| {
        let meant = did_you_mean(name, rules::ALL.iter().map(|rule| rule.name));
        let help = meant.unwrap_or_else(|| "`crib rules` lists them".to_owned());
        Error::Usage(format!("there is no rule `{name}`\nhelp: {help}"))
    })
}

fn table() -> String {
    let width = rules::ALL.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let line =
        |rule: &&Rule| format!("{:width$}  {:5}  {}\n", rule.name, level(rule), rule.summary());
    rules::ALL.iter().map(line).collect()
}

fn explanation(rule: &Rule) -> String {
    let fixed =
        if rule.is_fixed { "`[checks]` cannot lower it" } else { "`[checks]` can change that" };
    let text = rule.explanation.trim_end();
    format!("{}: {} by default, {fixed}\n\n{text}\n", rule.name, level(rule))
}

/// Returns the word that `[checks]` has for a rule's default level.
fn level(rule: &Rule) -> &'static str {
    match rule.level {
        Level::Allow => "allow",
        Level::Warn => "warn",
        Level::Deny => "deny",
    }
}
