def horizontal_flip(images, which):
    result = images.copy()
    result[which] = images[which, :, :, ::-1]
    return result
