//! `exec!(tx, "SQL", a, b)` says how many rows changed; `all!`, `maybe!` and `value!` fetch. One SQL text, both databases.

/// Runs one sqlx expression on whichever connection `tx` holds.
#[macro_export]
macro_rules! on {
    ($tx:expr, $c:ident => $run:expr) => {
        match $tx.conn() {
            $crate::db::Conn::Sqlite($c) => $run,
            $crate::db::Conn::Postgres($c) => $run,
        }
    };
}

/// How many rows a statement changed.
#[macro_export]
macro_rules! exec {
    ($tx:expr, $sql:expr $(, $a:expr)* $(,)?) => {
        $crate::on!($tx, c => sqlx::query($sql)$(.bind($a))*.execute(c).await.map(|done| done.rows_affected()))
    };
}

/// Every row.
#[macro_export]
macro_rules! all {
    ($tx:expr, $sql:expr $(, $a:expr)* $(,)?) => {
        $crate::on!($tx, c => sqlx::query_as($sql)$(.bind($a))*.fetch_all(c).await)
    };
}

/// One row or none.
#[macro_export]
macro_rules! maybe {
    ($tx:expr, $sql:expr $(, $a:expr)* $(,)?) => {
        $crate::on!($tx, c => sqlx::query_as($sql)$(.bind($a))*.fetch_optional(c).await)
    };
}

/// One value of one row.
#[macro_export]
macro_rules! value {
    ($tx:expr, $sql:expr $(, $a:expr)* $(,)?) => {
        $crate::on!($tx, c => sqlx::query_scalar($sql)$(.bind($a))*.fetch_one(c).await)
    };
}

/// A value of a [`Growing`] statement.
pub enum Value {
    /// Text.
    Text(String),
    /// A number.
    Number(i64),
}

/// A statement whose end depends on what was asked for. Its text is made of constants alone; values are bound.
pub struct Growing {
    sql: String,
    values: Vec<Value>,
}

impl Growing {
    /// Begins with a text that has its first values already: `$1`, `$2`, … in the order given.
    pub fn new(sql: &'static str, given: &[&str]) -> Self {
        Self { sql: sql.to_owned(), values: given.iter().map(|text| Value::Text((*text).to_owned())).collect() }
    }

    /// More text.
    pub fn push(&mut self, sql: &'static str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// A value, as the next `$n`.
    pub fn bind(&mut self, value: Value) -> &mut Self {
        self.values.push(value);
        self.sql.push('$');
        self.sql.push_str(&self.values.len().to_string());
        self
    }

    /// Every row.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all<T>(self, tx: &mut crate::db::Tx) -> Result<Vec<T>, sqlx::Error>
    where
        T: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow> + Send + Unpin,
    {
        let Self { sql, values } = self;
        crate::on!(tx, c => {
            let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql));
            for value in values {
                query = match value {
                    Value::Text(text) => query.bind(text),
                    Value::Number(number) => query.bind(number),
                };
            }
            query.fetch_all(c).await
        })
    }
}
