//! Names of features: always distinct, because two columns can be called so that their features would collide.

use std::collections::BTreeSet;

use bowline_core::Feature;

/// Gives every feature whose name was taken by an earlier one the first free suffix `_2`, `_3`...
pub(crate) fn distinct(mut features: Vec<Feature>) -> Vec<Feature> {
    let mut taken = BTreeSet::new();
    for feature in &mut features {
        if !taken.insert(feature.name.clone()) {
            let free = (2..).map(|n| format!("{}_{n}", feature.name)).find(|name| !taken.contains(name));
            feature.name = free.unwrap_or_default();
            taken.insert(feature.name.clone());
        }
    }
    features
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_names_give_way() {
        let named = |name: &str| Feature::numeric(name, "c");
        let names: Vec<String> =
            distinct(vec![named("a"), named("a_2"), named("a")]).into_iter().map(|f| f.name).collect();
        assert_eq!(names, ["a", "a_2", "a_3"]);
    }
}
