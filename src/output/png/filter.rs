//! What rows have in common with their neighbours is taken out before they are deflated (PNG
//! specification, third edition, clause 9).

/// Each row with the number of its filter in front: the difference from the row above, which is
/// nothing nearly everywhere on a poster.
pub fn up(above: Option<&[u8]>, pixels: &[u8], width: u32) -> Vec<u8> {
    let stride = width as usize;
    let mut out = Vec::with_capacity(pixels.len() + pixels.len() / stride.max(1) + 1);
    let zeros = vec![0; stride];
    let mut above = above.unwrap_or(&zeros);
    for row in pixels.chunks_exact(stride) {
        out.push(2);
        if row == above {
            out.extend_from_slice(&zeros);
        } else {
            out.extend(row.iter().zip(above).map(|(a, b)| a.wrapping_sub(*b)));
        }
        above = row;
    }
    out
}

/// Each row as it is.
pub fn none(pixels: &[u8], width: u32) -> Vec<u8> {
    let stride = width as usize;
    let mut out = Vec::with_capacity(pixels.len() + pixels.len() / stride.max(1) + 1);
    for row in pixels.chunks_exact(stride) {
        out.push(0);
        out.extend_from_slice(row);
    }
    out
}

/// Each row by the filter that leaves least: photos and gradients want different ones.
pub fn adaptive(above: Option<&[u8]>, bytes: &[u8], width: u32, pixel: usize) -> Vec<u8> {
    let stride = width as usize * pixel;
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / stride.max(1) + 1);
    let zeros = vec![0; stride];
    let mut above = above.unwrap_or(&zeros);
    let mut tried = vec![0; stride];
    let mut best = vec![0; stride];
    for row in bytes.chunks_exact(stride) {
        if row == above {
            out.push(2);
            out.extend_from_slice(&zeros);
            continue;
        }
        let mut least = (u64::MAX, 0);
        for kind in [1, 2, 4] {
            filter(kind, above, row, pixel, &mut tried);
            let sum = tried
                .iter()
                .map(|&b| u64::from(b.cast_signed().unsigned_abs()))
                .sum::<u64>();
            if sum < least.0 {
                least = (sum, kind);
                std::mem::swap(&mut best, &mut tried);
            }
        }
        out.push(least.1);
        out.extend_from_slice(&best);
        above = row;
    }
    out
}

fn filter(kind: u8, above: &[u8], row: &[u8], pixel: usize, out: &mut [u8]) {
    let (head, tail) = out.split_at_mut(pixel);
    match kind {
        1 => {
            head.copy_from_slice(&row[..pixel]);
            for ((out, a), left) in tail.iter_mut().zip(&row[pixel..]).zip(row) {
                *out = a.wrapping_sub(*left);
            }
        }
        2 => {
            for ((out, a), b) in out.iter_mut().zip(row).zip(above) {
                *out = a.wrapping_sub(*b);
            }
        }
        _ => {
            for ((out, a), b) in head.iter_mut().zip(row).zip(above) {
                *out = a.wrapping_sub(*b);
            }
            let around = row.iter().zip(&above[pixel..]).zip(above);
            for ((out, a), ((left, up), corner)) in tail.iter_mut().zip(&row[pixel..]).zip(around) {
                *out = a.wrapping_sub(paeth(*left, *up, *corner));
            }
        }
    }
}

/// The neighbour that is nearest to left + up - corner.
fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(up), i16::from(corner));
    let guess = a + b - c;
    let (to_left, to_up, to_corner) = ((guess - a).abs(), (guess - b).abs(), (guess - c).abs());
    if to_left <= to_up && to_left <= to_corner {
        left
    } else if to_up <= to_corner {
        up
    } else {
        corner
    }
}
