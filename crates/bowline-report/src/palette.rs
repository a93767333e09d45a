//! The colours of the light and the dark theme.
//!
//! Every colour has a name; style sheets say `var(--name)`. The page declares the names once per theme. A saved picture
//! has the values written out instead, because many programs that open SVG files know no CSS variables. Series colours
//! differ in lightness and come with dash patterns, so that nobody needs to tell red from green.

/// A colour's name, its light and its dark value.
type Colour = (&'static str, &'static str, &'static str);

const COLOURS: [Colour; 52] = [
    ("ground", "#f3f5f8", "#0e131b"),
    ("paper", "#ffffff", "#161d28"),
    ("inset", "#f3f6fa", "#1d2634"),
    ("edge", "#dde3ea", "#2b3647"),
    ("grid", "#e4e8ee", "#2a3444"),
    ("ink", "#161c26", "#eaf0f7"),
    ("muted", "#566173", "#a7b3c4"),
    ("accent", "#1559a0", "#7ab8f5"),
    ("on-accent", "#ffffff", "#0c1420"),
    ("serious", "#a3191f", "#ff9d97"),
    ("serious-tint", "#fdecec", "#3a1c1f"),
    ("warning", "#7d4a00", "#f5c26b"),
    ("warning-tint", "#fdf2dc", "#352a14"),
    ("note", "#2a5080", "#a4c8f0"),
    ("note-tint", "#eaf1f9", "#1b2a3d"),
    ("good", "#0f6b46", "#6ddcab"),
    ("good-tint", "#e5f5ec", "#13312a"),
    ("series-1", "#1559a0", "#7ab8f5"),
    ("series-2", "#c2410c", "#ff9e6b"),
    ("series-3", "#0b7a56", "#4fd1a1"),
    ("series-4", "#8b3f9e", "#d59be8"),
    ("series-5", "#7d6000", "#e5c04b"),
    ("series-6", "#0e7490", "#5fd0e3"),
    ("series-7", "#b01657", "#ff8fb8"),
    ("series-8", "#4b5563", "#b6bfcc"),
    ("bar", "#2f6fb3", "#5fa3e6"),
    ("heat-0", "#f4f7fb", "#1d2634"),
    ("heat-1", "#dce8f5", "#1f3147"),
    ("heat-2", "#bcd4ec", "#234466"),
    ("heat-3", "#93badf", "#265a8a"),
    ("heat-4", "#6ca2d2", "#5b9bd5"),
    ("heat-5", "#2b6cb0", "#8fbfe9"),
    ("heat-6", "#1a4480", "#c3e0f7"),
    ("on-heat-0", "#161c26", "#eaf0f7"),
    ("on-heat-1", "#161c26", "#eaf0f7"),
    ("on-heat-2", "#161c26", "#eaf0f7"),
    ("on-heat-3", "#161c26", "#ffffff"),
    ("on-heat-4", "#10151d", "#0c1420"),
    ("on-heat-5", "#ffffff", "#0c1420"),
    ("on-heat-6", "#ffffff", "#0c1420"),
    ("warm-1", "#fbe8dc", "#33261f"),
    ("warm-2", "#f6d0b8", "#4d3020"),
    ("warm-3", "#eeb08a", "#7a4520"),
    ("warm-4", "#e08d5c", "#d98a52"),
    ("warm-5", "#b8501b", "#eeb083"),
    ("warm-6", "#7f3209", "#f7d2b6"),
    ("on-warm-1", "#161c26", "#eaf0f7"),
    ("on-warm-2", "#161c26", "#eaf0f7"),
    ("on-warm-3", "#161c26", "#ffffff"),
    ("on-warm-4", "#10151d", "#0c1420"),
    ("on-warm-5", "#ffffff", "#0c1420"),
    ("on-warm-6", "#ffffff", "#0c1420"),
];

/// Number of shades of a heat map; shade 0 is nothing, and all others have a warm one as its opposite.
pub(crate) const N_HEAT: usize = 7;
/// Number of series that can be told apart.
pub(crate) const N_SERIES: usize = 8;

/// Style rules that declare every colour for both themes; paper is always light.
pub(crate) fn declarations() -> String {
    let block = |value: fn(&Colour) -> &'static str| -> String {
        COLOURS.iter().map(|colour| format!("--{}:{};", colour.0, value(colour))).collect()
    };
    format!(
        ":root{{color-scheme:light dark;{}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}\n",
        block(|colour| colour.1),
        block(|colour| colour.2),
    )
}

/// `rules` with every `var(--name)` written out: the light theme, then the dark one for screens that ask for it.
pub(crate) fn written_out(rules: &str) -> String {
    let with = |value: fn(&Colour) -> &'static str| -> String {
        COLOURS.iter().fold(rules.to_owned(), |text, colour| {
            text.replace(&format!("var(--{})", colour.0), value(colour))
        })
    };
    format!(
        "{}@media screen and (prefers-color-scheme:dark){{{}}}",
        with(|colour| colour.1),
        with(|colour| colour.2)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(name: &str, dark: bool) -> &'static str {
        let colour = COLOURS.iter().find(|colour| colour.0 == name).unwrap_or_else(|| panic!("no {name}"));
        if dark { colour.2 } else { colour.1 }
    }

    /// Relative luminance and contrast as WCAG 2.2 defines them.
    fn luminance(hex: &str) -> f64 {
        let channel = |at: usize| {
            let c = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(a: &str, b: &str, dark: bool) -> f64 {
        let (x, y) = (luminance(value(a, dark)), luminance(value(b, dark)));
        (x.max(y) + 0.05) / (x.min(y) + 0.05)
    }

    #[test]
    fn text_stands_out_by_at_least_four_and_a_half() {
        let mut pairs: Vec<(String, String)> = [
            ("ink", "ground"),
            ("ink", "paper"),
            ("ink", "inset"),
            ("muted", "ground"),
            ("muted", "paper"),
            ("muted", "inset"),
            ("accent", "ground"),
            ("accent", "paper"),
            ("on-accent", "accent"),
            ("serious", "serious-tint"),
            ("warning", "warning-tint"),
            ("note", "note-tint"),
            ("good", "good-tint"),
        ]
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .to_vec();
        pairs.extend((0..N_HEAT).map(|level| (format!("on-heat-{level}"), format!("heat-{level}"))));
        pairs.extend((1..N_HEAT).map(|level| (format!("on-warm-{level}"), format!("warm-{level}"))));
        for dark in [false, true] {
            for (text, ground) in &pairs {
                let ratio = contrast(text, ground, dark);
                assert!(ratio >= 4.5, "{text} on {ground}, dark {dark}: {ratio:.2}");
            }
        }
    }

    #[test]
    fn marks_stand_out_by_at_least_three() {
        for dark in [false, true] {
            for series in 1..=N_SERIES {
                assert!(contrast(&format!("series-{series}"), "paper", dark) >= 3.0);
            }
            assert!(contrast("bar", "paper", dark) >= 3.0);
        }
    }

    #[test]
    fn writing_out_leaves_no_variable() {
        let rules = written_out(include_str!("picture.css"));
        assert!(!rules.contains("var("), "{rules}");
    }
}
