//! Reads content streams, one operation at a time.
//!
//! lopdf's own reader gives up at the first thing it does not know (and says nothing), takes `d1` for
//! `d` and panics on an inline picture without a colour space. A preflight that stops half way would
//! pass what it has not seen, so this one skips what it cannot read and goes on.

use lopdf::{Dictionary, Object, Stream, StringFormat};

/// Operands beyond this, and items of an array beyond this, are dropped: no operator needs them.
const MOST_OPERANDS: usize = 64;
const MOST_ITEMS: usize = 1 << 16;
const DEEPEST: usize = 32;

/// A cursor in a content stream.
pub(super) struct Lexer<'a> {
    data: &'a [u8],
    at: usize,
}

impl<'a> Lexer<'a> {
    /// Starts at the first byte.
    pub fn new(data: &'a [u8]) -> Self {
        Self { data, at: 0 }
    }

    /// The next operator, with its operands in `operands`. `BI` has one operand: the picture, as a
    /// stream.
    pub fn operation(&mut self, operands: &mut Vec<Object>) -> Option<&'a [u8]> {
        operands.clear();
        loop {
            self.space();
            let byte = *self.data.get(self.at)?;
            if starts_object(byte) {
                if let Some(object) = self.object(0)
                    && operands.len() < MOST_OPERANDS
                {
                    operands.push(object);
                }
                continue;
            }
            match self.word() {
                b"" => self.at += 1,
                b"true" => operands.push(Object::Boolean(true)),
                b"false" => operands.push(Object::Boolean(false)),
                b"null" => operands.push(Object::Null),
                b"BI" => {
                    *operands = vec![Object::Stream(self.inline_picture())];
                    return Some(b"BI");
                }
                operator => return Some(operator),
            }
            operands.truncate(MOST_OPERANDS);
        }
    }

    fn space(&mut self) {
        while let Some(&byte) = self.data.get(self.at) {
            if byte == b'%' {
                let rest = &self.data[self.at..];
                let line = rest.iter().position(|b| b"\r\n".contains(b));
                self.at += line.unwrap_or(rest.len());
            } else if is_space(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// Letters up to the next space or delimiter; nothing if a delimiter stands here.
    fn word(&mut self) -> &'a [u8] {
        let rest = &self.data[self.at..];
        let end = rest
            .iter()
            .position(|&b| is_space(b) || is_delimiter(b))
            .unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn object(&mut self, depth: usize) -> Option<Object> {
        let data = self.data;
        match (data[self.at], data.get(self.at + 1)) {
            (b'/', _) => Some(Object::Name(self.name())),
            (b'(', _) => Some(Object::String(self.literal(), StringFormat::Literal)),
            (b'<', Some(b'<')) => {
                self.at += 2;
                (depth < DEEPEST).then(|| Object::Dictionary(self.dictionary(depth + 1)))
            }
            (b'<', _) => Some(Object::String(
                self.hexadecimal(),
                StringFormat::Hexadecimal,
            )),
            (b'[', _) => {
                self.at += 1;
                (depth < DEEPEST).then(|| Object::Array(self.array(depth + 1)))
            }
            _ => number(self.word()),
        }
    }

    fn array(&mut self, depth: usize) -> Vec<Object> {
        let mut items = Vec::new();
        loop {
            self.space();
            match self.data.get(self.at) {
                None => return items,
                Some(b']') => {
                    self.at += 1;
                    return items;
                }
                Some(&byte) if starts_object(byte) => {
                    if let Some(item) = self.object(depth).filter(|_| items.len() < MOST_ITEMS) {
                        items.push(item);
                    }
                }
                Some(_) => self.skip_word(),
            }
        }
    }

    /// Entries up to `>>`, or up to a word such as the `ID` of an inline picture.
    fn dictionary(&mut self, depth: usize) -> Dictionary {
        let mut dict = Dictionary::new();
        loop {
            self.space();
            match self.data.get(self.at) {
                Some(b'/') => {
                    let key = self.name();
                    self.space();
                    if let Some(value) = self.value(depth) {
                        dict.set(key, value);
                    }
                }
                Some(b'>') => {
                    self.at = self.data.len().min(self.at + 2);
                    return dict;
                }
                Some(&byte) if starts_object(byte) => drop(self.object(depth)),
                Some(_) if self.data[self.at..].starts_with(b"ID") => return dict,
                Some(_) => self.skip_word(),
                None => return dict,
            }
        }
    }

    fn value(&mut self, depth: usize) -> Option<Object> {
        if starts_object(*self.data.get(self.at)?) {
            return self.object(depth);
        }
        match self.word() {
            b"true" => Some(Object::Boolean(true)),
            b"false" => Some(Object::Boolean(false)),
            _ => None,
        }
    }

    fn skip_word(&mut self) {
        if self.word().is_empty() {
            self.at += 1;
        }
    }

    fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let raw = self.word();
        let (mut name, mut at) = (Vec::with_capacity(raw.len()), 0);
        while at < raw.len() {
            let digits = raw
                .get(at + 1..at + 3)
                .and_then(|pair| std::str::from_utf8(pair).ok());
            let code = digits.and_then(|pair| u8::from_str_radix(pair, 16).ok());
            if let Some(code) = code.filter(|_| raw[at] == b'#') {
                name.push(code);
                at += 3;
            } else {
                name.push(raw[at]);
                at += 1;
            }
        }
        name
    }

    fn literal(&mut self) -> Vec<u8> {
        let (mut text, mut depth) = (Vec::new(), 0usize);
        while let Some(&byte) = self.data.get(self.at) {
            self.at += 1;
            match byte {
                b'(' => depth += 1,
                b')' => depth -= 1,
                b'\\' => {
                    text.extend(self.escape());
                    continue;
                }
                _ => {}
            }
            match (byte, depth) {
                (b')', 0) => break,
                (b'(', 1) => {}
                _ => text.push(byte),
            }
        }
        text
    }

    fn escape(&mut self) -> Option<u8> {
        let byte = *self.data.get(self.at)?;
        self.at += 1;
        match byte {
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            b'b' => Some(8),
            b'f' => Some(12),
            b'\r' => {
                self.at += usize::from(self.data.get(self.at) == Some(&b'\n'));
                None
            }
            b'\n' => None,
            b'0'..=b'7' => Some(self.octal(byte - b'0')),
            other => Some(other),
        }
    }

    /// Up to two more octal digits; what overflows is dropped, as the standard says.
    fn octal(&mut self, first: u8) -> u8 {
        let mut code = first;
        for _ in 0..2 {
            match self.data.get(self.at) {
                Some(&digit @ b'0'..=b'7') => code = (code << 3) | (digit - b'0'),
                _ => break,
            }
            self.at += 1;
        }
        code
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        let rest = &self.data[self.at + 1..];
        let end = rest.iter().position(|&b| b == b'>').unwrap_or(rest.len());
        self.at = self.data.len().min(self.at + end + 2);
        let digit = |&b: &u8| {
            char::from(b)
                .to_digit(16)
                .and_then(|d| u8::try_from(d).ok())
        };
        let digits: Vec<u8> = rest[..end].iter().filter_map(digit).collect();
        digits
            .chunks(2)
            .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0))
            .collect()
    }

    /// `BI` stands behind; reads the entries and finds the end of the bytes, which only `EI` tells.
    fn inline_picture(&mut self) -> Stream {
        let dict = self.dictionary(0);
        // `ID` and one space.
        let start = self.data.len().min(self.at + 3);
        let rest = &self.data[start..];
        let end = (0..rest.len())
            .find(|&at| ends_picture(rest, at))
            .unwrap_or(rest.len());
        self.at = self.data.len().min(start + end + 3);
        let content = rest[..end].to_vec();
        Stream {
            dict,
            content,
            allows_compression: false,
            start_position: None,
        }
    }
}

/// A space, `EI`, and then something that is not the middle of compressed bytes.
fn ends_picture(data: &[u8], at: usize) -> bool {
    let [space, b'E', b'I', after @ ..] = &data[at..] else {
        return false;
    };
    let next = &after[..after.len().min(8)];
    let text = |&b: &u8| is_space(b) || (32..127).contains(&b);
    is_space(*space) && after.first().is_none_or(|&b| is_space(b)) && next.iter().all(text)
}

fn starts_object(byte: u8) -> bool {
    b"/(<[+-.".contains(&byte) || byte.is_ascii_digit()
}

fn is_space(byte: u8) -> bool {
    b" \t\r\n\x0C\0".contains(&byte)
}

fn is_delimiter(byte: u8) -> bool {
    b"()<>[]{}/%".contains(&byte)
}

/// A number as viewers read it: `--5` is 5, `1.2.3` is 1.2, `4-3` is 4.
fn number(word: &[u8]) -> Option<Object> {
    let text = std::str::from_utf8(word).ok()?;
    if let Ok(integer) = text.parse::<i64>() {
        return Some(Object::Integer(integer));
    }
    let digits = text.trim_start_matches(['+', '-']);
    let mut dots = 0;
    let end = digits.find(|c: char| {
        dots += usize::from(c == '.');
        !(c.is_ascii_digit() || c == '.') || dots > 1
    });
    let value: f32 = digits[..end.unwrap_or(digits.len())].parse().unwrap_or(0.0);
    let negative = text.starts_with('-') && !text.starts_with("--");
    Some(Object::Real(if negative { -value } else { value }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operators(content: &str) -> Vec<String> {
        let (mut lexer, mut operands) = (Lexer::new(content.as_bytes()), Vec::new());
        let mut said = Vec::new();
        while let Some(operator) = lexer.operation(&mut operands) {
            said.push(format!(
                "{} {operands:?}",
                String::from_utf8_lossy(operator)
            ));
        }
        said
    }

    #[test]
    fn operations_come_with_their_operands() {
        let said = operators("q 1 0 0 1 .5 -3 cm /F#31 12 Tf [(a\\)(b)) -20 <4142>] TJ d1 T* Q");
        assert_eq!(said[1], "cm [1, 0, 0, 1, 0.5, -3]");
        assert_eq!(said[2], "Tf [/F1, 12]");
        assert_eq!(said[3], "TJ [[(a)(b)) -20 <4142>]]");
        assert_eq!(said[4..], ["d1 []", "T* []", "Q []"]);
    }

    #[test]
    fn what_is_no_pdf_is_skipped() {
        assert_eq!(
            operators("} 4 --5 w ) ] >> 7 8-2 w").last().unwrap(),
            "w [7, 8]"
        );
        assert_eq!(operators("[ [ << /a"), Vec::<String>::new());
        assert_eq!(operators(&"[".repeat(100_000)), Vec::<String>::new());
    }

    #[test]
    fn an_inline_picture_may_have_ei_inside() {
        let said = operators("BI /W 2 /H 1 /CS /G /BPC 8 ID a EI\u{1}b\nEI Q");
        assert_eq!(said.len(), 2);
        assert_eq!(said[1], "Q []");
    }
}
