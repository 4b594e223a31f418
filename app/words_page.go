package app

// Words of what the hand does on the page.
var (
	wFrame        = w("版块", "Block")
	wMove         = w("移动", "Move")
	wResize       = w("改变大小", "Resize")
	wUnlock       = w("解除锁定", "Unlock")
	wSelectFrames = w("全选版块", "Select All Blocks")
	wFineLeft     = w("左移 0.1 毫米", "Nudge Left 0.1 mm")
	wFineRight    = w("右移 0.1 毫米", "Nudge Right 0.1 mm")
	wFineUp       = w("上移 0.1 毫米", "Nudge Up 0.1 mm")
	wFineDown     = w("下移 0.1 毫米", "Nudge Down 0.1 mm")
)
