//! The public tables that the project measures itself on: their kinds, shapes and missing cells.
//!
//! They are looked for in the folder that `BOWLINE_DATA` names, and beside the checkout. Where one is not there, a test
//! says so and reads a generated table with the same difficulties.

use std::path::{Path, PathBuf};

use bowline_core::ColumnKind::{
    self, Boolean as B, Category as C, Float as F, Identifier as D, Integer as I, Text, Timestamp as T,
};
use bowline_io::{Loaded, ReadOptions, read_table};

use crate::stand_in::{self as like, Kin, PLAIN};
use crate::{column, file, has_finding, kind};

/// A table that is here, or its stand-in.
struct Found {
    loaded: Loaded,
    public: bool,
}

/// Where a public table is, if it is here.
fn public(name: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("BOWLINE_DATA").map_or(beside, PathBuf::from);
    Some(folder.join(name)).filter(|path| path.exists())
}

#[expect(clippy::print_stderr, reason = "a test that reads something else than usual has to say so")]
fn say_absent(name: &str, instead: &str) {
    eprintln!("`{name}` is not here: {instead} (BOWLINE_DATA names the folder that has it)");
}

/// Reads a table and checks the kinds of its columns, its shape, and where cells are missing.
fn found(kin: &Kin) -> Found {
    let name = kin.file;
    let (loaded, public) = match public(name) {
        Some(path) => (read_table(&path, &ReadOptions::default()).unwrap(), true),
        None => {
            say_absent(name, "a generated table stands in for it");
            let (_folder, path) = file("stand-in", kin.bytes());
            (read_table(&path, &ReadOptions::default()).unwrap(), false)
        }
    };
    let shape = (loaded.table.n_rows(), loaded.table.columns().len());
    let expected = if public { (kin.n_rows, kin.n_columns) } else { (like::N_ROWS, kin.columns.len()) };
    assert_eq!(shape, expected, "{name}");
    assert_eq!(loaded.dialect.unwrap().header, kin.header, "{name}");
    for &(column_name, expected, _) in kin.columns {
        assert_eq!(kind(&loaded, column_name), expected, "`{column_name}` of {name}");
        let missing = kin.missing.iter().find(|(of, _)| *of == column_name).map_or(0, |(_, count)| *count);
        let null_count = column(&loaded, column_name).null_count();
        if public {
            assert_eq!(null_count, missing, "`{column_name}` of {name}");
        } else {
            assert_eq!(null_count > 0, missing > 0, "`{column_name}` of the stand-in for {name}");
        }
    }
    Found { loaded, public }
}

/// Reads a table that has no stand-in, for what it has is tried elsewhere with generated cells.
fn public_only(name: &str) -> Option<Loaded> {
    let path = public(name);
    if path.is_none() {
        say_absent(name, "nothing is read");
    }
    path.map(|path| read_table(&path, &ReadOptions::default()).unwrap())
}

fn shape(loaded: &Loaded) -> (usize, usize) {
    (loaded.table.n_rows(), loaded.table.columns().len())
}

fn n_levels(loaded: &Loaded, name: &str) -> usize {
    let column = column(loaded, name);
    let levels: std::collections::BTreeSet<_> =
        (0..column.len()).filter_map(|row| column.text(row)).collect();
    levels.len()
}

#[test]
fn telco_churn() {
    let Found { loaded, .. } = found(&Kin {
        file: "telco_churn.csv",
        n_rows: 7043,
        n_columns: 21,
        columns: &[
            ("customerID", D, like::code),
            ("gender", C, like::word),
            ("SeniorCitizen", I, like::flag),
            ("Partner", C, like::word),
            ("Dependents", C, like::word),
            ("tenure", I, like::whole),
            ("PhoneService", C, like::word),
            ("MultipleLines", C, like::word),
            ("InternetService", C, like::word),
            ("OnlineSecurity", C, like::word),
            ("OnlineBackup", C, like::word),
            ("DeviceProtection", C, like::word),
            ("TechSupport", C, like::word),
            ("StreamingTV", C, like::word),
            ("StreamingMovies", C, like::word),
            ("Contract", C, like::word),
            ("PaperlessBilling", C, like::word),
            ("PaymentMethod", C, like::word),
            ("MonthlyCharges", F, like::real),
            ("TotalCharges", F, like::real_or_blank),
            ("Churn", C, like::word),
        ],
        missing: &[("TotalCharges", 11)],
        ..PLAIN
    });
    assert!(loaded.findings.iter().any(|f| f.message == "blank is read as missing in `TotalCharges`"));
    let senior = column(&loaded, "SeniorCitizen");
    assert!((0..senior.len()).all(|row| matches!(senior.number(row), Some(0.0 | 1.0))));
}

#[test]
fn adult_train() {
    let Found { loaded, public } = found(&Kin {
        file: "adult.data.gz",
        n_rows: 32_561,
        n_columns: 15,
        between: ", ",
        header: false,
        columns: &ADULT_COLUMNS,
        missing: &[("column_2", 1836), ("column_7", 1843), ("column_14", 583)],
        ..PLAIN
    });
    assert!(has_finding(&loaded, "no-header") && has_finding(&loaded, "missing-marks"));
    if public {
        assert_eq!(loaded.sha256, "fb9b6b419c38dd70d75d31f014b7f0905bf76e9625473c593455e31679a93184");
        assert_eq!(n_levels(&loaded, "column_15"), 2);
        assert_eq!(column(&loaded, "column_15").text(0).as_deref(), Some("<=50K"));
    }
}

const ADULT_COLUMNS: [like::ColumnLike; 15] = [
    ("column_1", I, like::whole),
    ("column_2", C, like::word_or_question),
    ("column_3", I, like::whole),
    ("column_4", C, like::word),
    ("column_5", I, like::whole),
    ("column_6", C, like::word),
    ("column_7", C, like::word_or_question),
    ("column_8", C, like::word),
    ("column_9", C, like::word),
    ("column_10", C, like::word),
    ("column_11", I, like::whole),
    ("column_12", I, like::whole),
    ("column_13", I, like::whole),
    ("column_14", C, like::word_or_question),
    ("column_15", C, like::dotted_label),
];

#[test]
fn adult_test_has_dotted_labels() {
    let Found { loaded, .. } = found(&Kin {
        file: "adult_test.csv.gz",
        n_rows: 16_281,
        n_columns: 15,
        between: ", ",
        header: false,
        columns: &ADULT_COLUMNS,
        missing: &[("column_2", 963), ("column_7", 966), ("column_14", 274)],
        ..PLAIN
    });
    assert_eq!(column(&loaded, "column_15").text(0).as_deref(), Some("<=50K."));
}

#[test]
fn adult_with_header() {
    found(&Kin {
        file: "adult_with_header.csv.gz",
        n_rows: 32_561,
        n_columns: 15,
        between: ", ",
        columns: &[
            ("age", I, like::whole),
            ("workclass", C, like::word_or_empty),
            ("fnlwgt", I, like::whole),
            ("education", C, like::word),
            ("education-num", I, like::whole),
            ("marital-status", C, like::word),
            ("occupation", C, like::word_or_empty),
            ("relationship", C, like::word),
            ("race", C, like::word),
            ("sex", C, like::word),
            ("capital-gain", I, like::whole),
            ("capital-loss", I, like::whole),
            ("hours-per-week", I, like::whole),
            ("native-country", C, like::word_or_empty),
            ("income", C, like::word),
        ],
        missing: &[("workclass", 1836), ("occupation", 1843), ("native-country", 583)],
        ..PLAIN
    });
}

#[test]
fn sms_spam_has_plain_quotes() {
    let Found { loaded, .. } = found(&Kin {
        file: "sms_spam.tsv",
        n_rows: 5574,
        n_columns: 2,
        between: "\t",
        header: false,
        columns: &[("column_1", C, like::word), ("column_2", Text, like::message)],
        ..PLAIN
    });
    let dialect = loaded.dialect.unwrap();
    assert_eq!((dialect.delimiter, dialect.quoting), (Some(b'\t'), false));
    assert!(has_finding(&loaded, "quotes-are-plain"));
}

#[test]
fn ames_housing() {
    let Found { loaded, public } = found(&Kin {
        file: "ames_housing.csv",
        n_rows: 2930,
        n_columns: 82,
        line_end: "\r\n",
        before: "\u{feff}",
        columns: &[
            ("Order", D, like::count),
            ("PID", D, like::zero_led_code),
            ("MS SubClass", C, like::zero_led_class),
            ("MS Zoning", C, like::word),
            ("Lot Frontage", I, like::whole_or_na),
            ("Lot Area", I, like::whole),
            ("Alley", C, like::word_or_na),
            ("Neighborhood", C, like::word),
            ("Overall Qual", I, like::whole),
            ("Year Built", I, like::whole),
            ("Pool QC", C, like::word_or_na),
            ("Yr Sold", I, like::whole),
            ("SalePrice", I, like::whole),
        ],
        missing: &[("Lot Frontage", 490), ("Alley", 2732), ("Pool QC", 2917)],
        ..PLAIN
    });
    if public {
        assert_eq!(column(&loaded, "PID").text(0).as_deref(), Some("0526301100"));
    }
    assert_eq!(loaded.table.names().next(), Some("Order"), "the byte order mark is no part of the name");
}

#[test]
fn wine_has_semicolons() {
    const WINE: [like::ColumnLike; 12] = [
        ("fixed acidity", F, like::real),
        ("volatile acidity", F, like::real),
        ("citric acid", F, like::real),
        ("residual sugar", F, like::real),
        ("chlorides", F, like::real),
        ("free sulfur dioxide", F, like::real),
        ("total sulfur dioxide", F, like::real),
        ("density", F, like::real),
        ("pH", F, like::real),
        ("sulphates", F, like::real),
        ("alcohol", F, like::real),
        ("quality", I, like::whole),
    ];
    for (file, n_rows) in [("winequality-red.csv", 1599), ("winequality-white.csv", 4898)] {
        let wine = Kin { file, n_rows, n_columns: 12, between: ";", columns: &WINE, ..PLAIN };
        assert_eq!(found(&wine).loaded.dialect.unwrap().delimiter, Some(b';'));
    }
}

#[test]
fn bike_sharing() {
    let Found { loaded, .. } = found(&Kin {
        file: "bike_sharing_hour.csv.gz",
        n_rows: 17_379,
        n_columns: 17,
        columns: &[
            ("instant", D, like::count),
            ("dteday", T, like::day),
            ("season", I, like::whole),
            ("yr", I, like::flag),
            ("mnth", I, like::whole),
            ("hr", I, like::whole),
            ("holiday", I, like::flag),
            ("weekday", I, like::whole),
            ("workingday", I, like::flag),
            ("weathersit", I, like::whole),
            ("temp", F, like::real),
            ("atemp", F, like::real),
            ("hum", F, like::real),
            ("windspeed", F, like::real),
            ("casual", I, like::whole),
            ("registered", I, like::whole),
            ("cnt", I, like::whole),
        ],
        ..PLAIN
    });
    // 2011-01-01 UTC.
    assert_eq!(column(&loaded, "dteday").number(0), Some(1_293_840_000.0));
}

#[test]
fn california_housing() {
    found(&Kin {
        file: "california_housing.csv.gz",
        n_rows: 20_640,
        n_columns: 10,
        columns: &[
            ("longitude", F, like::real),
            ("latitude", F, like::real),
            ("housing_median_age", F, like::real),
            ("total_rooms", F, like::real),
            ("total_bedrooms", F, like::real_or_empty),
            ("population", F, like::real),
            ("households", F, like::real),
            ("median_income", F, like::real),
            ("median_house_value", F, like::real),
            ("ocean_proximity", C, like::word),
        ],
        missing: &[("total_bedrooms", 207)],
        ..PLAIN
    });
}

#[test]
fn letters_and_beans() {
    let Found { loaded, public } = found(&Kin {
        file: "letter_recognition.csv",
        n_rows: 20_000,
        n_columns: 17,
        columns: &[
            ("lettr", C, like::quoted_word),
            ("x.box", I, like::whole),
            ("y.box", I, like::whole),
            ("width", I, like::whole),
            ("yegvx", I, like::whole),
        ],
        ..PLAIN
    });
    assert_eq!(n_levels(&loaded, "lettr"), if public { 26 } else { 5 });
    let Found { loaded, public } = found(&Kin {
        file: "dry_bean.csv.gz",
        n_rows: 13_611,
        n_columns: 17,
        between: ";",
        line_end: "\r\n",
        columns: &[
            ("Area", I, like::whole),
            ("Perimeter", F, like::real),
            ("Eccentricity", F, like::real),
            ("ConvexArea", I, like::whole),
            ("ShapeFactor4", F, like::real),
            ("Class", C, like::word),
        ],
        ..PLAIN
    });
    assert_eq!(n_levels(&loaded, "Class"), if public { 7 } else { 5 });
}

#[test]
fn titanic_passengers() {
    let Found { loaded, public } = found(&Kin {
        file: "titanic_passengers.csv",
        n_rows: 891,
        n_columns: 12,
        columns: &[
            ("PassengerId", D, like::count),
            ("Survived", I, like::flag),
            ("Pclass", I, like::whole),
            ("Name", Text, like::person),
            ("Sex", C, like::word),
            ("Age", F, like::real_or_empty),
            ("SibSp", I, like::whole),
            ("Parch", I, like::whole),
            ("Ticket", C, like::ticket),
            ("Fare", F, like::real),
            ("Cabin", C, like::word_or_empty),
            ("Embarked", C, like::word_or_empty),
        ],
        missing: &[("Age", 177), ("Cabin", 687), ("Embarked", 2)],
        ..PLAIN
    });
    let name = if public { "Braund, Mr. Owen Harris" } else { "Braund0, Mr. Owen Harris (\"Lou\")" };
    assert_eq!(column(&loaded, "Name").text(0).as_deref(), Some(name));
}

#[test]
fn titanic_in_words() {
    found(&Kin {
        file: "titanic_seaborn.csv",
        n_rows: 891,
        n_columns: 15,
        columns: &[
            ("survived", I, like::flag),
            ("pclass", I, like::whole),
            ("sex", C, like::word),
            ("age", F, like::real_or_empty),
            ("sibsp", I, like::whole),
            ("parch", I, like::whole),
            ("fare", F, like::real),
            ("embarked", C, like::word_or_empty),
            ("class", C, like::word),
            ("who", C, like::word),
            ("adult_male", B, like::truth),
            ("deck", C, like::word_or_empty),
            ("embark_town", C, like::word_or_empty),
            ("alive", C, like::word),
            ("alone", B, like::truth),
        ],
        missing: &[("age", 177), ("embarked", 2), ("deck", 688), ("embark_town", 2)],
        ..PLAIN
    });
}

#[test]
fn iris_and_penguins() {
    found(&Kin {
        file: "iris.csv",
        n_rows: 150,
        n_columns: 5,
        columns: &[
            ("sepal_length", F, like::real),
            ("sepal_width", F, like::real),
            ("petal_length", F, like::real),
            ("petal_width", F, like::real),
            ("species", C, like::word),
        ],
        ..PLAIN
    });
    found(&Kin {
        file: "penguins.csv",
        n_rows: 344,
        n_columns: 8,
        columns: &[
            ("species", C, like::word),
            ("island", C, like::word),
            ("bill_length_mm", F, like::real_or_na),
            ("bill_depth_mm", F, like::real_or_na),
            ("flipper_length_mm", I, like::whole_or_na),
            ("body_mass_g", I, like::whole_or_na),
            ("sex", C, like::word_or_na),
            ("year", I, like::whole),
        ],
        missing: &[
            ("bill_length_mm", 2),
            ("bill_depth_mm", 2),
            ("flipper_length_mm", 2),
            ("body_mass_g", 2),
            ("sex", 11),
        ],
        ..PLAIN
    });
    let Some(raw) = public_only("penguins_raw.csv") else { return };
    assert_eq!(shape(&raw), (344, 17));
    assert_eq!((kind(&raw, "Date Egg"), kind(&raw, "Sample Number")), (T, I));
}

#[test]
fn cdnow_has_white_space() {
    let Found { loaded, public } = found(&Kin {
        file: "cdnow_master.txt.gz",
        n_rows: 69_659,
        n_columns: 4,
        between: "  ",
        line_end: "\r\n",
        before: " ",
        columns: &[
            ("customer_id", C, like::zero_led_class),
            ("date", I, like::whole),
            ("number_of_cds", I, like::whole),
            ("dollar_value", F, like::real),
        ],
        ..PLAIN
    });
    assert_eq!(loaded.dialect.unwrap().delimiter, Some(b' '));
    if public {
        let total: f64 = (0..69_659).filter_map(|row| column(&loaded, "dollar_value").number(row)).sum();
        assert!((total - 2_500_315.63).abs() < 0.01, "{total}");
    }
}

#[test]
fn files_of_numbers_without_header() {
    for (name, expected) in [
        ("optdigits_train.csv", (3823, 65)),
        ("optdigits_test.csv", (1797, 65)),
        ("lightgbm_binary/binary.train.gz", (7000, 29)),
        ("lightgbm_binary/binary.test", (500, 29)),
        ("lightgbm_binary/binary.test.weight", (500, 1)),
    ] {
        let Some(loaded) = public_only(name) else { return };
        assert_eq!((shape(&loaded), loaded.dialect.unwrap().header), (expected, false), "{name}");
        let number = |kind: ColumnKind| matches!(kind, I | F);
        assert!(loaded.table.columns().iter().all(|column| number(column.kind())), "{name}");
    }
}

#[test]
fn online_retail() {
    let Some(loaded) = public_only("online_retail.csv.gz") else { return };
    assert_eq!(shape(&loaded), (541_909, 8));
    assert_eq!((kind(&loaded, "InvoiceDate"), kind(&loaded, "CustomerID")), (T, F));
    assert_eq!((kind(&loaded, "InvoiceNo"), kind(&loaded, "Description")), (C, C));
    assert_eq!(column(&loaded, "CustomerID").null_count(), 135_080);
    // 2010-12-01 08:26:00 UTC.
    assert_eq!(column(&loaded, "InvoiceDate").number(0), Some(1_291_191_960.0));
}
