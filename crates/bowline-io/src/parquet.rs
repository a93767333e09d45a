//! Parquet files into tables.
//!
//! The file declares its types, so numbers, booleans and times keep them: integers become `integer`, or `float` where a
//! value needs more than 64 bits; decimals and all floats become `float`, with NaN as missing; dates and timestamps of any
//! unit become `timestamp`. Strings, dictionary-encoded or not, are told apart as in CSV, with the same missing marks.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type,
    DecimalType, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, Float64Array, Int64Array, PrimitiveArray, TimestampMicrosecondArray};
use arrow_schema::{DataType, FieldRef, Schema, SchemaRef, TimeUnit};
use bowline_core::{ColumnData, Finding, Table};
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::file::metadata::ParquetMetaData;

use crate::csv::{check_names, check_rows};
use crate::declared_column::DeclaredColumn;
use crate::error::{IoError, shortened};
use crate::missing::Matcher;
use crate::options::ReadOptions;
use crate::read_column::{self, ReadColumn};

/// Reads a whole file; types and sizes are checked before any value is decoded.
pub(crate) fn read(
    path: &Path,
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<(Table, Vec<Finding>), IoError> {
    // The decoder asserts what a damaged file may break, so its panics are refusals of the file like its errors.
    let read = catch_unwind(AssertUnwindSafe(|| decode(path, bytes, options)));
    read.unwrap_or_else(|_| Err(damaged(path, "its values do not decode")))
}

fn decode(path: &Path, bytes: &[u8], options: &ReadOptions) -> Result<(Table, Vec<Finding>), IoError> {
    let content = bytes::Bytes::copy_from_slice(bytes);
    let declared = ArrowReaderMetadata::load(&content, ArrowReaderOptions::new());
    let plain = declared.and_then(|declared| {
        let options = ArrowReaderOptions::new().with_schema(without_dictionaries(declared.schema()));
        ArrowReaderMetadata::try_new(declared.metadata().clone(), options)
    });
    let plain = plain.map_err(|error| damaged(path, error))?;
    let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(content, plain);
    let schema = builder.schema().clone();
    for field in schema.fields() {
        if !readable(field.data_type()) {
            let (path, column) = (path.to_owned(), field.name().clone());
            return Err(IoError::UnsupportedColumn { path, column, found: field.data_type().to_string() });
        }
    }
    let names: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
    if names.is_empty() {
        return Err(IoError::Empty(path.to_owned()));
    }
    check_names(path, &names, options)?;
    check_size(path, builder.metadata(), options)?;
    let reader = builder.build().map_err(|error| damaged(path, error))?;
    let batches = reader.collect::<Result<Vec<_>, _>>().map_err(|error| damaged(path, error))?;
    let n_rows = batches.iter().map(|batch| batch.num_rows()).sum();
    if n_rows == 0 {
        return Err(IoError::HeaderOnly { path: path.to_owned(), header: shortened(&names.join(",")) });
    }
    check_rows(path, n_rows)?;
    let matcher = Matcher::new(&options.missing);
    let mut columns = Vec::with_capacity(names.len());
    for (at, name) in names.iter().enumerate() {
        let parts: Vec<&dyn Array> = batches.iter().map(|batch| batch.column(at).as_ref()).collect();
        let array = arrow_select::concat::concat(&parts).map_err(|error| damaged(path, error))?;
        columns.push(column(DeclaredColumn { path, name, options, matcher: &matcher }, &array)?);
    }
    let findings = read_column::findings(&columns, &matcher);
    let columns = columns.into_iter().map(|read| read.column).collect();
    let table = Table::new(columns).map_err(|error| damaged(path, error))?;
    Ok((table, findings))
}

/// Refuses a file that says of itself that it unpacks to more than is allowed: a few bytes can stand for billions of rows.
fn check_size(path: &Path, metadata: &ParquetMetaData, options: &ReadOptions) -> Result<(), IoError> {
    let unpacked =
        metadata.row_groups().iter().map(|group| u64::try_from(group.total_byte_size()).unwrap_or(0));
    let unpacked = unpacked.fold(0, u64::saturating_add);
    if let Some(limit) = options.max_bytes.filter(|limit| unpacked > *limit) {
        return Err(IoError::TooLarge { path: path.to_owned(), limit });
    }
    let n_rows = usize::try_from(metadata.file_metadata().num_rows())
        .map_err(|_| damaged(path, "its number of rows is negative"))?;
    // No rows at all are reported with the names of the columns.
    if n_rows == 0 { Ok(()) } else { check_rows(path, n_rows) }
}

/// The schema with plain columns for dictionary-encoded ones. Dictionaries differ from one part of a file to the next, and
/// together they may have more entries than their keys can name.
fn without_dictionaries(schema: &Schema) -> SchemaRef {
    let plain = |field: &FieldRef| match field.data_type() {
        DataType::Dictionary(_, values) => {
            Arc::new(field.as_ref().clone().with_data_type((**values).clone()))
        }
        _ => field.clone(),
    };
    Arc::new(Schema::new(schema.fields().iter().map(plain).collect::<Vec<_>>()))
}

fn damaged(path: &Path, reason: impl ToString) -> IoError {
    IoError::Parquet { path: path.to_owned(), reason: shortened_reason(&reason.to_string()) }
}

fn shortened_reason(reason: &str) -> String {
    reason.strip_prefix("Parquet error: ").unwrap_or(reason).to_owned()
}

fn readable(of: &DataType) -> bool {
    match of {
        DataType::Null
        | DataType::Boolean
        | DataType::Utf8
        | DataType::LargeUtf8
        | DataType::Utf8View
        | DataType::Date32
        | DataType::Date64
        | DataType::Timestamp(..)
        | DataType::Decimal32(..)
        | DataType::Decimal64(..)
        | DataType::Decimal128(..)
        | DataType::Decimal256(..) => true,
        other => other.is_integer() || other.is_floating(),
    }
}

fn column(declared: DeclaredColumn<'_>, array: &ArrayRef) -> Result<ReadColumn, IoError> {
    match array.data_type() {
        DataType::Utf8 => declared.strings(array.as_string::<i32>().iter()),
        DataType::LargeUtf8 => declared.strings(array.as_string::<i64>().iter()),
        DataType::Utf8View => declared.strings(array.as_string_view().iter()),
        _ => {
            let mut n_infinite = 0;
            let data = typed_data(array, &mut n_infinite);
            declared.typed(data, n_infinite)
        }
    }
}

/// The values of an array of a type that [`readable`] accepts and that is no string; counts infinite ones.
fn typed_data(array: &ArrayRef, n_infinite: &mut usize) -> ColumnData {
    match array.data_type() {
        DataType::Boolean => ColumnData::Boolean(array.as_boolean().clone()),
        DataType::Int8 => integers::<Int8Type>(array),
        DataType::Int16 => integers::<Int16Type>(array),
        DataType::Int32 => integers::<Int32Type>(array),
        DataType::Int64 => ColumnData::Integer(array.as_primitive::<Int64Type>().clone()),
        DataType::UInt8 => integers::<UInt8Type>(array),
        DataType::UInt16 => integers::<UInt16Type>(array),
        DataType::UInt32 => integers::<UInt32Type>(array),
        DataType::UInt64 => unsigned(array.as_primitive::<UInt64Type>()),
        DataType::Float16 => floats(array.as_primitive::<Float16Type>(), |v| v.to_f64(), n_infinite),
        DataType::Float32 => floats(array.as_primitive::<Float32Type>(), f64::from, n_infinite),
        DataType::Float64 => floats(array.as_primitive::<Float64Type>(), |v| v, n_infinite),
        DataType::Decimal32(..) => decimals(array.as_primitive::<Decimal32Type>()),
        DataType::Decimal64(..) => decimals(array.as_primitive::<Decimal64Type>()),
        DataType::Decimal128(..) => decimals(array.as_primitive::<Decimal128Type>()),
        DataType::Decimal256(..) => decimals(array.as_primitive::<Decimal256Type>()),
        DataType::Date32 => {
            times(array.as_primitive::<Date32Type>(), |days| i64::from(days).checked_mul(86_400_000_000))
        }
        DataType::Date64 => times(array.as_primitive::<Date64Type>(), |millis| millis.checked_mul(1_000)),
        DataType::Timestamp(TimeUnit::Second, _) => {
            times(array.as_primitive::<TimestampSecondType>(), |v| v.checked_mul(1_000_000))
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            times(array.as_primitive::<TimestampMillisecondType>(), |v| v.checked_mul(1_000))
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            times(array.as_primitive::<TimestampMicrosecondType>(), Some)
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            times(array.as_primitive::<TimestampNanosecondType>(), |v| Some(v.div_euclid(1_000)))
        }
        // Nothing but nulls is left.
        _ => ColumnData::Float(Float64Array::new_null(array.len())),
    }
}

fn integers<T: ArrowPrimitiveType>(array: &ArrayRef) -> ColumnData
where
    i64: From<T::Native>,
{
    ColumnData::Integer(array.as_primitive::<T>().unary(i64::from))
}

fn unsigned(values: &PrimitiveArray<UInt64Type>) -> ColumnData {
    if values.iter().flatten().all(|value| i64::try_from(value).is_ok()) {
        ColumnData::Integer(
            values.iter().map(|value| value.map(|value| value as i64)).collect::<Int64Array>(),
        )
    } else {
        ColumnData::Float(values.unary(|value| value as f64))
    }
}

fn floats<T: ArrowPrimitiveType>(
    values: &PrimitiveArray<T>,
    widen: impl Fn(T::Native) -> f64,
    n_infinite: &mut usize,
) -> ColumnData {
    let wide = || values.iter().map(|value| value.map(&widen));
    *n_infinite += wide().flatten().filter(|value| value.is_infinite()).count();
    ColumnData::Float(wide().map(|value| value.filter(|value| value.is_finite())).collect())
}

/// Decimals through their digits, so that each float is the nearest one.
fn decimals<T: DecimalType>(values: &PrimitiveArray<T>) -> ColumnData {
    let value =
        |row: usize| values.is_valid(row).then(|| values.value_as_string(row).parse::<f64>().ok()).flatten();
    ColumnData::Float((0..values.len()).map(value).collect())
}

/// Times in microseconds; those beyond the range of 64 bits are missing.
fn times<T: ArrowPrimitiveType>(
    values: &PrimitiveArray<T>,
    micros: impl Fn(T::Native) -> Option<i64>,
) -> ColumnData {
    let micros = values.iter().map(|value| value.and_then(&micros));
    ColumnData::Timestamp(micros.collect::<TimestampMicrosecondArray>())
}
