//! Flags of a link: how the page is shown within another one. Not the scenario, and not how any of it looks.
//!
//! ```text
//! /!embed=yes                            as a guest in a frame; view=latency unless one is named
//! /!view=latency|load|cost|diagram|full  as a guest, and what is shown
//! /!knob=service.payment.replicas        a knob beside it, in this order; a `_` is written `-`, a unit may be left out
//! /!theme=auto|light|dark
//! /!readonly=yes                         no knobs; read-outs work
//! /!height=auto                          as high as its content, told to the host
//! /!baseline=checkout                    what is compared with, read by `baseline`: an example's name or a payload
//! /!origin=https.443.wiki.example.com    the host that may send messages: scheme, port, name
//! ```
//!
//! Flags that are not known are ignored, since a newer page may know them; a bad value of a known one is said.

use super::Theme;
use crate::scenario::{ParamId, Scenario};

/// Most knobs of a frame.
pub const MAX_KNOBS: usize = 12;

/// What a frame shows beside its tiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The law of the latency.
    Latency,
    /// Latency over load.
    Load,
    /// What each part costs.
    Cost,
    /// The system.
    Diagram,
    /// The whole page.
    Full,
}

/// Each view by its word.
const VIEWS: &[(&str, View)] = &[
    ("latency", View::Latency),
    ("load", View::Load),
    ("cost", View::Cost),
    ("diagram", View::Diagram),
    ("full", View::Full),
];
const THEMES: &[(&str, Theme)] = &[("auto", Theme::Auto), ("light", Theme::Light), ("dark", Theme::Dark)];
const ANSWERS: &[(&str, bool)] = &[("yes", true), ("no", false)];

/// What the flags of a link say.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Flags {
    /// What is shown; none is the page as it is by itself.
    pub view: Option<View>,
    /// Names of the knobs, in order; none said is not the same as an empty list.
    pub knobs: Option<Vec<String>>,
    /// Light or dark, whatever was chosen before.
    pub theme: Option<Theme>,
    /// Whether nothing may be changed by hand.
    pub readonly: bool,
    /// Whether the host is told how high the content is.
    pub natural_height: bool,
    /// The only origin that messages are taken from and sent to.
    pub origin: Option<String>,
}

impl Flags {
    /// Reads flags in their order; also what was not understood, each in a sentence.
    pub fn read<'a>(flags: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Self, Vec<String>) {
        let (mut read, mut faults) = (Self::default(), Vec::new());
        let mut embed = None;
        for (name, value) in flags {
            let said = match name {
                "embed" => word(value, ANSWERS).map(|yes| embed = Some(yes)),
                "view" => word(value, VIEWS).map(|view| read.view = Some(view)),
                "theme" => word(value, THEMES).map(|theme| read.theme = Some(theme)),
                "readonly" => word(value, ANSWERS).map(|yes| read.readonly = yes),
                "height" => word(value, &[("auto", true)]).map(|auto| read.natural_height = auto),
                "knob" => read.add_knob(value),
                "origin" => origin(value).map(|origin| read.origin = Some(origin)),
                _ => Ok(()),
            };
            if let Err(expected) = said {
                faults.push(format!("the flag `{name}` is `{value}`; expected {expected}"));
            }
        }
        match embed {
            Some(true) => read.view = read.view.or(Some(View::Latency)),
            Some(false) => read.view = None,
            None => {}
        }
        (read, faults)
    }

    /// Reads the flags of a fragment that is no link otherwise, so that what is wrong is said in the place it has.
    pub fn of_fragment(fragment: &str) -> Self {
        let parts = fragment.split('/').filter_map(|part| part.strip_prefix('!')?.split_once('='));
        Self::read(parts).0
    }

    fn add_knob(&mut self, value: &str) -> Result<(), String> {
        let knobs = self.knobs.get_or_insert_default();
        if knobs.len() == MAX_KNOBS {
            return Err(format!("at most {MAX_KNOBS} knobs"));
        }
        if value != "none" {
            knobs.push(value.to_owned());
        }
        Ok(())
    }

    /// The parameters that the frame has knobs for, and what is wrong with the names of others. Where none were named it
    /// is the load of the first journey.
    pub fn knobs(&self, scenario: &Scenario) -> (Vec<ParamId>, Vec<String>) {
        let (mut ids, mut faults) = (Vec::new(), Vec::new());
        match &self.knobs {
            _ if self.readonly => {}
            None => ids.extend(scenario.params_of(crate::scenario::Group::Load, 0).first()),
            Some(names) => {
                for name in names {
                    match find(scenario, name) {
                        Ok(id) if !ids.contains(&id) => ids.push(id),
                        Ok(_) => {}
                        Err(why) => faults.push(format!("the flag `knob` is `{name}`: {why}")),
                    }
                }
            }
        }
        (ids, faults)
    }
}

/// The units that rows are named with.
const UNITS: &[&str] = &["rps", "us", "ms", "s", "h", "fraction", "kib", "mib", "gib"];

/// The parameter of a name as flags and messages write it: the path of a link, where `-` may stand for `_` in the row
/// and the row's unit may be left out.
///
/// # Errors
/// Says what is wrong with the name.
pub fn find(scenario: &Scenario, name: &str) -> Result<ParamId, String> {
    let (object, row) = name.rsplit_once('.').unwrap_or((name, ""));
    let row = row.replace('-', "_");
    let exact = scenario.find(&format!("{object}.{row}"));
    let Err(why) = exact else { return exact.map_err(|e| e.to_string()) };
    let unit_left_out = |id: &ParamId| {
        let key = id.spec().map_or("", |spec| spec.key);
        let is_row = key.strip_prefix(row.as_str()).and_then(|rest| rest.strip_prefix('_'));
        is_row.is_some_and(|unit| UNITS.contains(&unit))
            && scenario.path(*id).is_some_and(|path| path == format!("{object}.{key}"))
    };
    let mut found = scenario.params().into_iter().filter(unit_left_out);
    match (found.next(), found.next()) {
        (Some(id), None) if !row.is_empty() => Ok(id),
        _ => Err(why.to_string()),
    }
}

/// The meaning of a word.
fn word<T: Copy>(value: &str, words: &[(&str, T)]) -> Result<T, String> {
    let found = words.iter().find(|w| w.0 == value).map(|w| w.1);
    found.ok_or_else(|| {
        let words: Vec<_> = words.iter().map(|w| w.0).collect();
        if words.len() == 1 { words.concat() } else { format!("one of {}", words.join(", ")) }
    })
}

/// An origin from its scheme, port and host, with dots between them; port 0 is none. A `6` behind the scheme marks an
/// address of the sixth version, whose colons are written `-`.
fn origin(value: &str) -> Result<String, String> {
    let expected = || "scheme.port.host, as in https.443.wiki.example.com".to_owned();
    let mut parts = value.splitn(3, '.');
    let (Some(scheme), Some(port), Some(host)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(expected());
    };
    let number: u16 = port.parse().map_err(|_| expected())?;
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_exact = number.to_string() == port && scheme.starts_with(|c: char| c.is_ascii_lowercase());
    if !is_exact || !scheme.chars().all(is_plain) || !host.chars().all(|c| is_plain(c) || c == '.') {
        return Err(expected());
    }
    let (scheme, host) = match scheme.strip_suffix('6') {
        Some(scheme) => (scheme, format!("[{}]", host.replace('-', ":"))),
        None => (scheme, host.to_owned()),
    };
    Ok(match (scheme, number) {
        (_, 0) | ("https", 443) | ("http", 80) => format!("{scheme}://{host}"),
        _ => format!("{scheme}://{host}:{number}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::id::KINDS;
    use crate::scenario::preset;

    fn read(fragment: &str) -> (Flags, Vec<String>) {
        let link = crate::scenario::codec::decode(fragment).expect("a link");
        Flags::read(link.flags.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    #[test]
    fn flags_are_read_and_unknown_ones_ignored() {
        let (flags, faults) = read(
            "checkout/!view=load/!knob=service.payment.replicas/!knob=journey.checkout.arrival-rps/!theme=dark\
             /!readonly=no/!height=auto/!origin=https.8443.wiki.example.com/!sparkles=many",
        );
        assert_eq!(faults, [""; 0]);
        assert_eq!((flags.view, flags.theme, flags.readonly), (Some(View::Load), Some(Theme::Dark), false));
        assert!(flags.natural_height);
        assert_eq!(flags.origin.as_deref(), Some("https://wiki.example.com:8443"));
        let scenario = (preset::ALL[0].build)();
        let (ids, faults) = flags.knobs(&scenario);
        let paths: Vec<_> = ids.iter().filter_map(|&id| scenario.path(id)).collect();
        assert_eq!(paths, ["service.payment.replicas", "journey.checkout.arrival_rps"]);
        assert_eq!(faults, [""; 0]);
    }

    #[test]
    fn embed_alone_shows_the_latency_and_one_knob() {
        let (flags, _) = read("checkout/!embed=yes");
        assert_eq!(flags.view, Some(View::Latency));
        let scenario = (preset::ALL[0].build)();
        assert_eq!(
            scenario.path(flags.knobs(&scenario).0[0]).as_deref(),
            Some("journey.checkout.arrival_rps")
        );
        let (flags, _) = read("checkout/!embed=yes/!knob=none");
        assert_eq!(flags.knobs(&scenario).0, []);
        assert_eq!(read("checkout/!view=cost/!embed=no").0.view, None);
        assert_eq!(read("checkout").0, Flags::default());
    }

    #[test]
    fn bad_values_are_said_and_the_others_hold() {
        let (flags, faults) =
            read("checkout/!view=pie/!theme=pink/!readonly=1/!origin=wiki/!height=3/!theme=light");
        assert_eq!((flags.view, flags.theme), (None, Some(Theme::Light)));
        assert_eq!(faults.len(), 5, "{faults:?}");
        assert_eq!(faults[0], "the flag `view` is `pie`; expected one of latency, load, cost, diagram, full");
        let (flags, _) = read("checkout/!view=cost/!knob=service.warehouse.replicas/!knob=x");
        let faults = flags.knobs(&(preset::ALL[0].build)()).1;
        assert!(faults[0].ends_with("no service has the key `warehouse`"), "{faults:?}");
        assert_eq!(faults.len(), 2);
    }

    #[test]
    fn the_flags_of_a_broken_link_are_found() {
        let flags = Flags::of_fragment("no-such-thing/x=3/!view=cost/!theme=dark");
        assert_eq!((flags.view, flags.theme), (Some(View::Cost), Some(Theme::Dark)));
    }

    #[test]
    fn a_unit_may_be_left_out_where_that_is_clear() {
        let scenario = (preset::find("caches").expect("a preset").build)();
        let path = |name| find(&scenario, name).map(|id| scenario.path(id).unwrap_or_default());
        assert_eq!(path("cache.cdn.hit").as_deref(), Ok("cache.cdn.hit_fraction"));
        assert_eq!(path("cache.cdn.hit-fraction").as_deref(), Ok("cache.cdn.hit_fraction"));
        assert!(path("cache.cdn.hit-").is_err() && path("cache.cdn.h").is_err());
        assert!(path("cache.cdn.").is_err() && path("cache.cdn").is_err() && path("").is_err());
        assert!(path("cache.nowhere.hit").is_err());
    }

    #[test]
    fn origins_are_exact() {
        for (value, meant) in [
            ("https.443.wiki.example.com", "https://wiki.example.com"),
            ("http.8080.127.0.0.1", "http://127.0.0.1:8080"),
            ("http6.8080.--1", "http://[::1]:8080"),
            ("app.0.obsidian.md", "app://obsidian.md"),
        ] {
            assert_eq!(origin(value).as_deref(), Ok(meant));
        }
        for bad in
            ["https", "https.443", "https.0443.a", "https.x.a", "https.99999.a", ".443.a", "https.443.A"]
        {
            assert!(origin(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn every_knob_has_a_name_that_flags_can_carry() {
        let key = "k".repeat(32);
        for (kind, groups) in KINDS {
            for spec in groups.iter().flat_map(|g| g.specs()) {
                let value = format!("{kind}.{key}.{}", spec.key.replace('_', "-"));
                assert!(read(&format!("checkout/!knob={value}")).0.knobs.is_some(), "{value}");
            }
        }
    }
}
